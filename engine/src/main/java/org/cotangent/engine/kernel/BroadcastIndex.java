package org.cotangent.engine.kernel;

/** Maps the position of an output element to that of the input element that is broadcast to it. */
final class BroadcastIndex {
    private final long[] sizes;
    private final long[] strides;

    private BroadcastIndex(long[] sizes, long[] strides) {
        this.sizes = sizes;
        this.strides = strides;
    }

    /** {@return the map of an absent input} */
    static BroadcastIndex none() {
        return new BroadcastIndex(new long[0], new long[0]);
    }

    static BroadcastIndex of(long[] input, long[] output) {
        long[] strides = new long[output.length];
        int lead = output.length - input.length;
        long stride = 1;
        for (int axis = input.length - 1; axis >= 0; axis--) {
            strides[axis + lead] = input[axis] == 1 ? 0 : stride;
            stride *= input[axis];
        }
        return new BroadcastIndex(output, strides);
    }

    long at(long position) {
        long index = 0;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            index += position % sizes[axis] * strides[axis];
            position /= sizes[axis];
        }
        return index;
    }
}
