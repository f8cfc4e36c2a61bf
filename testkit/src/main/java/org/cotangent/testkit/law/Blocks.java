package org.cotangent.testkit.law;

import java.lang.foreign.MemorySegment;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Parts of tensors. */
public final class Blocks {
    private Blocks() {}

    /** {@return the leading block of the tensor in which axes of one size have another, which is not larger} */
    public static Tensor resized(Tensor tensor, long from, long to) {
        long[] sizes = tensor.sizes();
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = sizes[axis] == from ? to : sizes[axis];
        }
        Tensor block = Tensor.allocate(tensor.dtype(), sizes);
        for (long i = 0; i < block.elements(); i++) {
            long rest = i;
            long source = 0;
            long stride = 1;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                source += rest % sizes[axis] * stride;
                rest /= sizes[axis];
                stride *= tensor.size(axis);
            }
            copy(tensor, source, block, i);
        }
        return block;
    }

    /** {@return the tensor broadcast to the sizes of another} */
    static Tensor expanded(Tensor tensor, Tensor like) {
        Tensor expanded = Tensor.allocate(tensor.dtype(), like.sizes());
        int lead = like.rank() - tensor.rank();
        for (long i = 0; i < expanded.elements(); i++) {
            long rest = i;
            long source = 0;
            long stride = 1;
            for (int axis = like.rank() - 1; axis >= lead; axis--) {
                long size = tensor.size(axis - lead);
                source += size == 1 ? 0 : rest % like.size(axis) * stride;
                rest /= like.size(axis);
                stride *= size;
            }
            copy(tensor, source, expanded, i);
        }
        return expanded;
    }

    /** Copies one element between tensors of one type. */
    static void copy(Tensor from, long i, Tensor to, long j) {
        if (from.dtype() == DType.STRING) {
            to.strings()[Math.toIntExact(j)] = from.strings()[Math.toIntExact(i)];
        } else if (from.dtype().bits() < Byte.SIZE) {
            to.setLong(j, from.getLong(i));
        } else {
            int bytes = from.dtype().bytes();
            MemorySegment.copy(from.segment(), i * bytes, to.segment(), j * bytes, bytes);
        }
    }
}
