package org.cotangent.ops.internal.support;

import org.cotangent.spi.backend.Preparation;

/** Which elements of broadcast inputs belong to an element of the output. For loops that need not be fast. */
public final class Broadcast {
    private final long[] sizes;
    private final long[][] strides;

    /** The inputs of a call against its output 0. */
    public Broadcast(Preparation call) {
        sizes = call.output(0).shape().sizes();
        strides = new long[call.inputCount()][];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = strides(call.input(i).shape().sizes());
        }
    }

    private long[] strides(long[] input) {
        long[] result = new long[sizes.length];
        int lead = sizes.length - input.length;
        long stride = 1;
        for (int axis = input.length - 1; axis >= 0; axis--) {
            result[axis + lead] = input[axis] == 1 ? 0 : stride;
            stride *= input[axis];
        }
        return result;
    }

    /** {@return the element of input {@code i} for this element of the output} */
    public long index(int i, long element) {
        long[] stride = strides[i];
        long rest = element;
        long index = 0;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            index += rest % sizes[axis] * stride[axis];
            rest /= sizes[axis];
        }
        return index;
    }
}
