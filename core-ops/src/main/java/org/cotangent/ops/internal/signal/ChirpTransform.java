package org.cotangent.ops.internal.signal;

import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.numbers.RealLane;
import org.cotangent.spi.tensor.DType;

/**
 * Bluestein's transform of any length: with {@code b[n] = exp(pi i n^2 / length)}, {@code y[k] = conj(b[k]) sum over n
 * of x[n] conj(b[n]) b[k - n]}: a convolution, which is done by transforms of a power of two.
 */
final class ChirpTransform<A> extends FourierTransform<A> {
    private final RealLane<A> lane;
    private final int length;
    private final int padded;
    private final int signals;
    private final MixedRadixTransform<A> inner;
    private final double[] cos;
    private final double[] sin;
    /** The transform of the chirp, divided by its length. */
    private final double[] filterRe;

    private final double[] filterIm;
    private final A re;
    private final A im;

    ChirpTransform(RealLane<A> lane, int length, int signals) {
        this.lane = lane;
        this.length = length;
        this.signals = signals;
        padded = Math.multiplyExact(2, Integer.highestOneBit(Math.multiplyExact(2, length) - 1));
        inner = new MixedRadixTransform<>(lane, padded, signals);
        cos = new double[length];
        sin = new double[length];
        filterRe = new double[padded];
        filterIm = new double[padded];
        for (int n = 0; n < length; n++) {
            double angle = Math.PI * ((long) n * n % (2L * length)) / length;
            cos[n] = Math.cos(angle);
            sin[n] = Math.sin(angle);
            int mirrored = n == 0 ? 0 : padded - n;
            filterRe[n] = cos[n] / padded;
            filterIm[n] = sin[n] / padded;
            filterRe[mirrored] = filterRe[n];
            filterIm[mirrored] = filterIm[n];
        }
        new MixedRadixTransform<>(new DoubleLane(DType.DOUBLE), padded, 1).run(filterRe, filterIm);
        re = lane.array(Math.multiplyExact(padded, signals));
        im = lane.array(Math.multiplyExact(padded, signals));
    }

    @Override
    void run(A x, A y) {
        int elements = length * signals;
        System.arraycopy(x, 0, re, 0, elements);
        System.arraycopy(y, 0, im, 0, elements);
        lane.fill(re, elements, padded * signals, 0);
        lane.fill(im, elements, padded * signals, 0);
        for (int n = 0; n < length; n++) {
            lane.rotate(cos[n], -sin[n], re, im, n * signals, signals);
        }
        inner.run(re, im);
        for (int k = 0; k < padded; k++) {
            lane.rotate(filterRe[k], filterIm[k], re, im, k * signals, signals);
        }
        inner.run(im, re);
        for (int k = 0; k < length; k++) {
            lane.rotate(cos[k], -sin[k], re, im, k * signals, signals);
        }
        System.arraycopy(re, 0, x, 0, elements);
        System.arraycopy(im, 0, y, 0, elements);
    }
}
