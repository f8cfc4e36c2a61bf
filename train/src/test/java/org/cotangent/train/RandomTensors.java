package org.cotangent.train;

import java.util.SplittableRandom;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Float32 tensors of random numbers that follow a seed. */
final class RandomTensors {
    private RandomTensors() {}

    /** {@return uniform numbers from -1 to 1} */
    static Tensor of(long seed, long... sizes) {
        return within(1, seed, sizes);
    }

    /** {@return uniform numbers from -bound to bound} */
    static Tensor within(double bound, long seed, long... sizes) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-bound, bound));
        }
        return tensor;
    }
}
