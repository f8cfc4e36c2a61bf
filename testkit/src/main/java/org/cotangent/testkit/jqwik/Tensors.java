package org.cotangent.testkit.jqwik;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * Arbitrary tensors.
 *
 * <p>A tensor has one seed for all its elements, so that shrinking changes its shape first. Small seeds give plain
 * elements: the lower end of the interval, then multiples of 1/4.
 */
public final class Tensors {
    private static final long PLAIN = 8;

    private Tensors() {}

    /** {@return tensors of this type with elements in [low, high)} */
    public static Arbitrary<Tensor> of(DType dtype, Shape shape, double low, double high) {
        return seeds().map(seed -> filled(dtype, shape, low, high, seed));
    }

    /** {@return tensors of these shapes with elements in [low, high)} */
    public static Arbitrary<Tensor> of(DType dtype, Arbitrary<Shape> shapes, double low, double high) {
        return Combinators.combine(shapes, seeds()).as((shape, seed) -> filled(dtype, shape, low, high, seed));
    }

    /** {@return int64 tensors that index an axis of this size, counted from either end; they shrink to zeros} */
    public static Arbitrary<Tensor> indices(Arbitrary<Shape> shapes, long size) {
        return shapes.flatMap(shape -> Arbitraries.longs()
                .between(-size, size - 1)
                .shrinkTowards(0)
                .list()
                .ofSize((int) shape.elements().size())
                .map(elements ->
                        Tensor.of(elements.stream().mapToLong(Long::longValue).toArray(), shape.sizes())));
    }

    private static Arbitrary<Long> seeds() {
        return Arbitraries.longs().between(0, Long.MAX_VALUE).shrinkTowards(0);
    }

    private static Tensor filled(DType dtype, Shape shape, double low, double high, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Tensor tensor = Tensor.allocate(dtype, shape.sizes());
        for (long i = 0; i < tensor.elements(); i++) {
            double value = seed == 0 ? low : random.nextDouble(low, high);
            tensor.setDouble(i, seed < PLAIN ? Math.max(low, Math.floor(4 * value) / 4) : value);
        }
        return tensor;
    }
}
