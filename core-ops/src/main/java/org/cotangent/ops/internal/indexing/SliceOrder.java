package org.cotangent.ops.internal.indexing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The lexicographic order of the slices of a tensor across one axis. */
final class SliceOrder implements Comparator<Integer> {
    private final long slices;
    private final long outer;
    private final long inner;
    private final Comparator<Long> elements;

    SliceOrder(Tensor x, int axis) {
        this.slices = x.size(axis);
        this.outer = Strides.product(x.sizes(), 0, axis);
        this.inner = Strides.product(x.sizes(), axis + 1, x.rank());
        this.elements = elements(x);
    }

    private static Comparator<Long> elements(Tensor x) {
        return switch (x.dtype().kind()) {
            case TEXT -> Comparator.comparing(i -> x.strings()[i.intValue()]);
            case COMPLEX -> {
                DType part = x.dtype() == DType.COMPLEX64 ? DType.FLOAT : DType.DOUBLE;
                Tensor parts = Tensor.wrap(part, new long[] {2 * x.elements()}, x.segment());
                long[] keys = keys(parts);
                Comparator<Long> real = Comparator.comparingLong(i -> keys[(int) (2 * i)]);
                yield real.thenComparingLong(i -> keys[(int) (2 * i + 1)]);
            }
            default -> {
                long[] keys = keys(x);
                yield Comparator.comparingLong(i -> keys[i.intValue()]);
            }
        };
    }

    private static long[] keys(Tensor x) {
        long[] keys = new long[Math.toIntExact(x.elements())];
        SortKeys.read(x, 0, 1, keys);
        return keys;
    }

    @Override
    public int compare(Integer a, Integer b) {
        for (long o = 0; o < outer; o++) {
            for (long i = 0; i < inner; i++) {
                int order = elements.compare((o * slices + a) * inner + i, (o * slices + b) * inner + i);
                if (order != 0) {
                    return order;
                }
            }
        }
        return 0;
    }

    /** {@return the slices in order; of equals the first comes first} */
    Integer[] sorted() {
        Integer[] order = IntStream.range(0, Math.toIntExact(slices)).boxed().toArray(Integer[]::new);
        Arrays.sort(order, this);
        return order;
    }
}
