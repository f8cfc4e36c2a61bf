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
            strides[i] = Strides.broadcast(call.input(i).shape().sizes(), sizes);
        }
    }

    /** {@return the element of input {@code i} for this element of the output} */
    public long index(int i, long element) {
        return Strides.offset(element, sizes, strides[i]);
    }
}
