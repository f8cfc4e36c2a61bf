package org.cotangent.train.layer;

/** PyTorch's standard for layers with a fan: uniform in {@code +-1 / sqrt(fan)}, weights and biases alike. */
final class Bounds {
    private Bounds() {}

    static Initializer of(long fan) {
        double bound = 1 / Math.sqrt(Math.max(1, fan));
        return Initializer.uniform(-bound, bound);
    }
}
