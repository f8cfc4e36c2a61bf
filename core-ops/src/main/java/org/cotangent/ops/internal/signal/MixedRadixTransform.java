package org.cotangent.ops.internal.signal;

import java.util.Arrays;
import org.cotangent.ops.internal.numbers.RealLane;

/**
 * Stockham's transform of a length with small factors: n log n operations, no reordering.
 *
 * <p>A stage of radix r takes r parts of each sequence, transforms across them, and leaves r times as many sequences of
 * an r-th of the length, interleaved so that the last stage finds everything in its place.
 */
final class MixedRadixTransform<A> extends FourierTransform<A> {
    private static final int[] RADICES = {4, 2, 3, 5, 7, 11, 13};

    private final RealLane<A> lane;
    private final int length;
    private final int signals;
    private final int[] factors;
    /** {@code exp(-2 pi i k / length)}. */
    private final double[] cos;

    private final double[] sin;
    private final A otherRe;
    private final A otherIm;
    private final A sumRe;
    private final A sumIm;
    private final A differenceRe;
    private final A differenceIm;

    MixedRadixTransform(RealLane<A> lane, int length, int signals) {
        this.lane = lane;
        this.length = length;
        this.signals = signals;
        this.factors = factors(length);
        this.cos = new double[length];
        this.sin = new double[length];
        for (int k = 0; k < length; k++) {
            cos[k] = Math.cos(2 * Math.PI * k / length);
            sin[k] = -Math.sin(2 * Math.PI * k / length);
        }
        int elements = Math.multiplyExact(length, signals);
        otherRe = lane.array(elements);
        otherIm = lane.array(elements);
        sumRe = lane.array(elements);
        sumIm = lane.array(elements);
        differenceRe = lane.array(elements);
        differenceIm = lane.array(elements);
    }

    private static int[] factors(int length) {
        int[] factors = new int[Integer.SIZE];
        int count = 0;
        int rest = length;
        for (int radix : RADICES) {
            while (rest % radix == 0) {
                factors[count++] = radix;
                rest /= radix;
            }
        }
        return Arrays.copyOf(factors, count);
    }

    @Override
    void run(A re, A im) {
        A fromRe = re;
        A fromIm = im;
        A toRe = otherRe;
        A toIm = otherIm;
        int step = 1;
        for (int radix : factors) {
            int parts = length / step / radix;
            for (int p = 0; p < parts; p++) {
                butterfly(radix, step, parts, p, fromRe, fromIm, toRe, toIm);
            }
            step *= radix;
            A keptRe = fromRe;
            A keptIm = fromIm;
            fromRe = toRe;
            fromIm = toIm;
            toRe = keptRe;
            toIm = keptIm;
        }
        if (factors.length % 2 == 1) {
            System.arraycopy(fromRe, 0, re, 0, length * signals);
            System.arraycopy(fromIm, 0, im, 0, length * signals);
        }
    }

    /** Transforms across the parts of all sequences at place {@code p} of the parts, and turns the results. */
    private void butterfly(int radix, int step, int parts, int p, A re, A im, A toRe, A toIm) {
        int n = step * signals;
        int from = p * n;
        int apart = parts * n;
        int to = radix * p * n;
        switch (radix) {
            case 2 -> {
                lane.add(re, from, re, from + apart, toRe, to, n);
                lane.add(im, from, im, from + apart, toIm, to, n);
                lane.subtract(re, from, re, from + apart, toRe, to + n, n);
                lane.subtract(im, from, im, from + apart, toIm, to + n, n);
            }
            case 4 -> four(re, im, from, apart, toRe, toIm, to, n);
            default -> odd(radix, re, im, from, apart, toRe, toIm, to, n);
        }
        for (int u = 1; u < radix && p > 0; u++) {
            int turn = u * p * step;
            lane.rotate(cos[turn], sin[turn], toRe, toIm, to + u * n, n);
        }
    }

    private void four(A re, A im, int a, int apart, A toRe, A toIm, int to, int n) {
        int b = a + apart;
        int c = b + apart;
        int d = c + apart;
        lane.add(re, a, re, c, sumRe, 0, n);
        lane.add(im, a, im, c, sumIm, 0, n);
        lane.add(re, b, re, d, sumRe, n, n);
        lane.add(im, b, im, d, sumIm, n, n);
        lane.subtract(re, a, re, c, differenceRe, 0, n);
        lane.subtract(im, a, im, c, differenceIm, 0, n);
        lane.subtract(re, b, re, d, differenceRe, n, n);
        lane.subtract(im, b, im, d, differenceIm, n, n);
        lane.add(sumRe, 0, sumRe, n, toRe, to, n);
        lane.add(sumIm, 0, sumIm, n, toIm, to, n);
        lane.add(differenceRe, 0, differenceIm, n, toRe, to + n, n);
        lane.subtract(differenceIm, 0, differenceRe, n, toIm, to + n, n);
        lane.subtract(sumRe, 0, sumRe, n, toRe, to + 2 * n, n);
        lane.subtract(sumIm, 0, sumIm, n, toIm, to + 2 * n, n);
        lane.subtract(differenceRe, 0, differenceIm, n, toRe, to + 3 * n, n);
        lane.add(differenceIm, 0, differenceRe, n, toIm, to + 3 * n, n);
    }

    /** By sums and differences of parts j and radix - j, results u and radix - u are made of the same products. */
    private void odd(int radix, A re, A im, int from, int apart, A toRe, A toIm, int to, int n) {
        int half = radix / 2;
        System.arraycopy(re, from, toRe, to, n);
        System.arraycopy(im, from, toIm, to, n);
        for (int j = 1; j <= half; j++) {
            int one = from + j * apart;
            int other = from + (radix - j) * apart;
            lane.add(re, one, re, other, sumRe, j * n, n);
            lane.add(im, one, im, other, sumIm, j * n, n);
            lane.subtract(re, one, re, other, differenceRe, j * n, n);
            lane.subtract(im, one, im, other, differenceIm, j * n, n);
            lane.addInto(sumRe, j * n, toRe, to, 1, n);
            lane.addInto(sumIm, j * n, toIm, to, 1, n);
        }
        for (int u = 1; u <= half; u++) {
            System.arraycopy(re, from, sumRe, 0, n);
            System.arraycopy(im, from, sumIm, 0, n);
            lane.fill(differenceRe, 0, n, 0);
            lane.fill(differenceIm, 0, n, 0);
            for (int j = 1; j <= half; j++) {
                int angle = j * u % radix * (length / radix);
                lane.addScaled(cos[angle], sumRe, j * n, sumRe, 0, n);
                lane.addScaled(cos[angle], sumIm, j * n, sumIm, 0, n);
                lane.addScaled(sin[angle], differenceRe, j * n, differenceRe, 0, n);
                lane.addScaled(sin[angle], differenceIm, j * n, differenceIm, 0, n);
            }
            lane.subtract(sumRe, 0, differenceIm, 0, toRe, to + u * n, n);
            lane.add(sumIm, 0, differenceRe, 0, toIm, to + u * n, n);
            lane.add(sumRe, 0, differenceIm, 0, toRe, to + (radix - u) * n, n);
            lane.subtract(sumIm, 0, differenceRe, 0, toIm, to + (radix - u) * n, n);
        }
    }
}
