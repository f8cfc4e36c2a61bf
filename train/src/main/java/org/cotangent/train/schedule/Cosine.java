package org.cotangent.train.schedule;

/**
 * {@code least + (rate - least) * (1 + cos(pi * step / steps)) / 2}, {@code least} from step number {@code steps} on.
 * PyTorch's CosineAnnealingLR, which rises again after that.
 */
public record Cosine(double rate, long steps, double least) implements Schedule {
    /** Down to 0. */
    public Cosine(double rate, long steps) {
        this(rate, steps, 0);
    }

    @Override
    public double rate(long step) {
        return step >= steps ? least : annealed(rate, least, (double) step / steps);
    }

    /** {@return the way from one number to another along half a cosine} */
    static double annealed(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
