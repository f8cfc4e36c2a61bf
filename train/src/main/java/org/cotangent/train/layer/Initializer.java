package org.cotangent.train.layer;

import java.util.random.RandomGenerator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Tensor;

/**
 * What parameters begin with.
 *
 * <p>The fans of a weight [out, in, ...] are {@code in} and {@code out}, each times the product of the sizes that
 * follow.
 */
@FunctionalInterface
public interface Initializer {
    void fill(Tensor tensor, RandomGenerator random);

    /** {@return the same number everywhere} */
    static Initializer constant(double value) {
        return (tensor, random) -> {
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, value);
            }
        };
    }

    static Initializer zeros() {
        return constant(0);
    }

    static Initializer ones() {
        return constant(1);
    }

    /** {@return uniform numbers from [low, high)} */
    static Initializer uniform(double low, double high) {
        return (tensor, random) -> {
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, low == high ? low : random.nextDouble(low, high));
            }
        };
    }

    /** {@return numbers of the normal distribution} */
    static Initializer normal(double mean, double deviation) {
        return (tensor, random) -> {
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, random.nextGaussian(mean, deviation));
            }
        };
    }

    /** {@return uniform from {@code +-gain sqrt(3 / in)} (He et al., 2015)} */
    static Initializer kaimingUniform(double gain) {
        return (tensor, random) -> {
            double bound = gain * Math.sqrt(3.0 / fan(tensor, 1));
            uniform(-bound, bound).fill(tensor, random);
        };
    }

    /**
     * {@return normal with deviation {@code gain / sqrt(in)} (He et al., 2015); the gain of relu is {@code sqrt(2)}}
     */
    static Initializer kaimingNormal(double gain) {
        return (tensor, random) -> normal(0, gain / Math.sqrt(fan(tensor, 1))).fill(tensor, random);
    }

    /** {@return uniform from {@code +-gain sqrt(6 / (in + out))} (Glorot and Bengio, 2010)} */
    static Initializer xavierUniform(double gain) {
        return (tensor, random) -> {
            double bound = gain * Math.sqrt(6.0 / (fan(tensor, 1) + fan(tensor, 0)));
            uniform(-bound, bound).fill(tensor, random);
        };
    }

    /** {@return normal with deviation {@code gain sqrt(2 / (in + out))} (Glorot and Bengio, 2010)} */
    static Initializer xavierNormal(double gain) {
        return (tensor, random) -> normal(0, gain * Math.sqrt(2.0 / (fan(tensor, 1) + fan(tensor, 0))))
                .fill(tensor, random);
    }

    private static double fan(Tensor tensor, int axis) {
        if (tensor.rank() < 2) {
            throw new ShapeException("a tensor " + tensor.type() + " has no fans: it needs two axes or more");
        }
        double fan = tensor.size(axis);
        for (int i = 2; i < tensor.rank(); i++) {
            fan *= tensor.size(i);
        }
        return Math.max(1, fan);
    }
}
