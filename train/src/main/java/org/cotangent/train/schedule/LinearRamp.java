package org.cotangent.train.schedule;

/**
 * {@code start + (end - start) * step / steps}, {@code end} from step number {@code steps} on. PyTorch's LinearLR,
 * which says start and end as factors of a rate.
 */
public record LinearRamp(double start, double end, long steps) implements Schedule {
    @Override
    public double rate(long step) {
        return step >= steps ? end : start + (end - start) * step / steps;
    }
}
