package org.cotangent.opencl.quant;

import java.util.List;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Where the scale and the zero point of an element are. The element at {@code [outer, index, inner]} has those at
 * {@code outer * s0 + index / block * s1 + inner * s2}.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ScaleSpace(int outer, int axis, int inner, int block, int[] scale, int[] zeroPoint) {
    static ScaleSpace of(Attributes attributes, TensorType x, TensorType scale, @Nullable TensorType zeroPoint) {
        long[] sizes = x.shape().sizes();
        if (isForAll(scale) && (zeroPoint == null || isForAll(zeroPoint))) {
            int all = Math.toIntExact(x.shape().elements().size());
            return new ScaleSpace(1, 1, all, 1, new int[3], new int[3]);
        }
        int axis = sizes.length < 2 ? 0 : x.shape().axis(attributes.integer("axis"));
        int block = Math.toIntExact(attributes.integer("block_size"));
        int outer = product(sizes, 0, axis);
        int inner = product(sizes, axis + 1, sizes.length);
        int size = Math.toIntExact(sizes[axis]);
        int[] strides = block == 0 ? new int[] {0, 1, 0} : new int[] {Math.ceilDiv(size, block) * inner, inner, 1};
        int[] none = new int[3];
        return new ScaleSpace(
                outer,
                size,
                inner,
                Math.max(1, block),
                isForAll(scale) ? none : strides,
                zeroPoint == null || isForAll(zeroPoint) ? none : strides);
    }

    private static boolean isForAll(TensorType type) {
        return type.shape().rank() == 0
                || (type.shape().rank() == 1 && type.shape().size(0) == 1);
    }

    private static int product(long[] sizes, int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product *= sizes[i];
        }
        return Math.toIntExact(product);
    }

    /** {@return whether the axis of the scales is the fastest} */
    boolean isLast() {
        return inner == 1;
    }

    List<Argument> arguments() {
        return List.of(
                Argument.of(outer),
                Argument.of(axis),
                Argument.of(inner),
                Argument.of(block),
                Argument.of(scale[0]),
                Argument.of(scale[1]),
                Argument.of(scale[2]),
                Argument.of(zeroPoint[0]),
                Argument.of(zeroPoint[1]),
                Argument.of(zeroPoint[2]));
    }

    /** {@return work-items for all elements: the fastest axis along x} */
    Range range(int group) {
        int x = isLast() ? axis : inner;
        int y = isLast() ? outer : axis;
        int groupX = Math.min(group, Integer.highestOneBit(Math.max(1, 2 * Math.min(x, group) - 1)));
        int groupY = Math.min(group / groupX, Integer.highestOneBit(Math.max(1, Math.min(y, group))));
        return new Range(x, y, isLast() ? 1 : outer, groupX, groupY, 1);
    }
}
