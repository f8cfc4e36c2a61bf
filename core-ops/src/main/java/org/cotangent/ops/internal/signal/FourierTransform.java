package org.cotangent.ops.internal.signal;

import org.cotangent.ops.internal.numbers.RealLane;

/**
 * The discrete Fourier transform of one length, for several signals at once: element n of signal b is at {@code n *
 * signals + b}. An instance owns working memory: it serves one thread at a time.
 */
abstract sealed class FourierTransform<A> permits MixedRadixTransform, ChirpTransform {
    private static final int LARGEST_FACTOR = 13;

    /** Replaces {@code x = re + i im} by {@code y[k] = sum over n of x[n] exp(-2 pi i k n / length)}. */
    abstract void run(A re, A im);

    /** {@return the fastest transform of this length, which is positive} */
    static <A> FourierTransform<A> of(RealLane<A> lane, int length, int signals) {
        int rest = length;
        for (int factor = 2; factor <= LARGEST_FACTOR; factor++) {
            while (rest % factor == 0) {
                rest /= factor;
            }
        }
        return rest == 1
                ? new MixedRadixTransform<>(lane, length, signals)
                : new ChirpTransform<>(lane, length, signals);
    }
}
