package org.cotangent.ops.internal.movement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StridedCopyTest {
    /** Whatever axes are joined, moved or cut into blocks, each element of the box goes to its place. */
    @Test
    void isALoopOverAllIndices() {
        for (int seed = 0; seed < 400; seed++) {
            Draw draw = new Draw(new SplittableRandom(seed), seed % 4 == 0 ? 40 : 6);
            long[] sizes = seed % 4 == 0 ? draw.shape(2, 2) : draw.shape(0, 5);
            int rank = sizes.length;
            int[] order = draw.permutation(rank);
            long[] fromSizes =
                    Arrays.stream(order).mapToLong(axis -> sizes[axis]).toArray();
            long[] dense = Strides.of(fromSizes);
            long[] fromStrides = new long[rank];
            long offset = 0;
            for (int i = 0; i < rank; i++) {
                int kind = draw.integer(0, 5);
                fromStrides[order[i]] = kind == 0 ? 0 : kind == 1 ? -dense[i] : dense[i];
                offset += kind == 1 ? dense[i] * (fromSizes[i] - 1) : 0;
            }
            DType dtype = draw.pick(DType.INT8, DType.INT16, DType.INT32, DType.INT64, DType.INT4);
            Tensor from = draw.tensor(dtype, fromSizes, -8, 8);
            Tensor to = Tensor.allocate(dtype, sizes);
            new StridedCopy(dtype, sizes, fromStrides, offset, Strides.of(sizes), 0)
                    .run(from, to, Parallel.sequential());
            assertArrayEquals(byDefinition(from, sizes, fromStrides, offset), to.toLongs(), "seed " + seed);
        }
    }

    private static long[] byDefinition(Tensor from, long[] sizes, long[] fromStrides, long offset) {
        long[] result = new long[(int) Strides.product(sizes)];
        long[] dense = Strides.of(sizes);
        for (int i = 0; i < result.length; i++) {
            long place = offset;
            for (int axis = 0; axis < sizes.length; axis++) {
                place += i / dense[axis] % sizes[axis] * fromStrides[axis];
            }
            result[i] = from.getLong(place);
        }
        return result;
    }
}
