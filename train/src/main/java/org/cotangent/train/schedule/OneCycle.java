package org.cotangent.train.schedule;

import org.cotangent.spi.CotangentException;

/**
 * Up and down once (Smith and Topin, 2018): from {@code largest / divisor} to {@code largest} in the first
 * {@code rising} share of the steps, then to {@code largest / divisor / finalDivisor}; in three phases, first as slowly
 * down to the beginning as up. PyTorch's OneCycleLR, without its changes of momentum; after the last step the rate
 * stays.
 *
 * @param linear whether phases are straight lines; otherwise they are half cosines
 */
public record OneCycle(
        double largest,
        long steps,
        double rising,
        double divisor,
        double finalDivisor,
        boolean linear,
        boolean threePhases)
        implements Schedule {
    public OneCycle {
        if (steps < 1 || rising < 0 || rising > 1) {
            throw new CotangentException(
                    "a cycle has steps, and a share of them between 0 and 1 in which it rises; not " + steps + " and "
                            + rising);
        }
    }

    /** Rises in 30 % of the steps, from 1/25 of the rate; ends with 1e-4 of that. */
    public OneCycle(double largest, long steps) {
        this(largest, steps, 0.3, 25, 1e4, false, false);
    }

    @Override
    public double rate(long step) {
        double first = largest / divisor;
        double last = first / finalDivisor;
        double top = rising * steps - 1;
        double end = steps - 1.0;
        double k = Math.min((double) step, end);
        if (k <= top) {
            return between(first, largest, k / top);
        }
        if (!threePhases) {
            return between(largest, last, (k - top) / (end - top));
        }
        double foot = 2 * top;
        return k <= foot ? between(largest, first, (k - top) / top) : between(first, last, (k - foot) / (end - foot));
    }

    private double between(double from, double to, double share) {
        return linear ? from + (to - from) * share : Cosine.annealed(from, to, share);
    }
}
