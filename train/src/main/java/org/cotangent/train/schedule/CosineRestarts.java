package org.cotangent.train.schedule;

import org.cotangent.spi.CotangentException;

/**
 * {@link Cosine} from {@code rate} to {@code least}, again and again: first in {@code period} steps, then each time in
 * {@code growth} times as many (Loshchilov and Hutter, 2017). PyTorch's CosineAnnealingWarmRestarts.
 */
public record CosineRestarts(double rate, long period, long growth, double least) implements Schedule {
    public CosineRestarts {
        if (period < 1 || growth < 1) {
            throw new CotangentException(
                    "period and growth of restarts must be positive, not " + period + " and " + growth);
        }
    }

    /** Periods of equal length, down to 0. */
    public CosineRestarts(double rate, long period) {
        this(rate, period, 1, 0);
    }

    @Override
    public double rate(long step) {
        long length = period;
        long within = step;
        if (growth == 1) {
            within %= period;
        } else {
            while (within >= length) {
                within -= length;
                length *= growth;
            }
        }
        return Cosine.annealed(rate, least, (double) within / length);
    }
}
