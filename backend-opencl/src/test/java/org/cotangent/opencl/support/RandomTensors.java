package org.cotangent.opencl.support;

import java.util.SplittableRandom;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Tensors of random numbers. */
public final class RandomTensors {
<<<<<<< HEAD
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
=======
    private RandomTensors() {}

    /** {@return numbers from -2 to 2, whole ones from -100 to 100, bools} */
    public static Tensor of(SplittableRandom random, DType type, long... sizes) {
        Tensor tensor = Tensor.allocate(type, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (type.isFloating()) {
                tensor.setDouble(i, random.nextDouble(-2, 2));
            } else {
                boolean signed = type.isInteger() && !type.name().startsWith("U");
                tensor.setLong(i, type == DType.BOOL ? random.nextInt(2) : random.nextLong(signed ? -100 : 0, 100));
>>>>>>> a0ac9ea (OpenCL: matrix products and convolutions as contractions of strided tensors)
            }
        }
        return tensor;
    }
<<<<<<< HEAD

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
=======
>>>>>>> a0ac9ea (OpenCL: matrix products and convolutions as contractions of strided tensors)
}
