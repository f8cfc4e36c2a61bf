package org.cotangent.train.schedule;

/** {@code rate * factor^step}. PyTorch's ExponentialLR. */
public record Exponential(double rate, double factor) implements Schedule {
    @Override
    public double rate(long step) {
        return rate * Math.pow(factor, (double) step);
    }
}
