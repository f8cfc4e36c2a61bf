package org.cotangent.opencl.support;

import java.util.SplittableRandom;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Tensors of random numbers. */
public final class RandomTensors {
    private final SplittableRandom random;

    public RandomTensors(long seed) {
        random = new SplittableRandom(seed);
    }

    /** {@return numbers between -3 and 3, integers between -100 and 100, or between 0 and 100} */
    public Tensor of(DType type, long... sizes) {
        Tensor tensor = Tensor.allocate(type, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (type.isFloating()) {
                tensor.setDouble(i, random.nextDouble(-3, 3));
            } else if (type == DType.BOOL) {
                tensor.setLong(i, random.nextInt(2));
            } else {
                tensor.setLong(i, random.nextLong(type.kind() == DType.Kind.SIGNED ? -100 : 0, 101));
            }
        }
        return tensor;
    }

    /** {@return numbers with some NaN, infinities and zeros of either sign among them, and many that are equal} */
    public Tensor special(DType type, long... sizes) {
        double[] some = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1, -1, 2};
        int first = random.nextInt(4);
        Tensor tensor = Tensor.allocate(type, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, some[random.nextInt(first, some.length)]);
        }
        return tensor;
    }
}
