package org.cotangent.train.schedule;

/** {@code rate * (1 - step / steps)^power}, 0 from step number {@code steps} on. PyTorch's PolynomialLR. */
public record Polynomial(double rate, long steps, double power) implements Schedule {
    @Override
    public double rate(long step) {
        return step >= steps ? 0 : rate * Math.pow(1 - (double) step / steps, power);
    }
}
