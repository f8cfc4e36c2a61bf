package org.cotangent.ops.internal.normalization;

/** Where the elements of a broadcast tensor are. */
public final class BroadcastOffsets {
    private BroadcastOffsets() {}

    /**
     * {@return per index over the axes [from, to) of {@code shape}, in row-major order, what it adds to the position in
     * the tensor that is broadcast}
     *
     * @param tensor sizes that broadcast to {@code shape}
     */
    public static int[] of(long[] shape, int from, int to, long[] tensor) {
        int lead = shape.length - tensor.length;
        int[] offsets = {0};
        for (int axis = from; axis < to; axis++) {
            int size = Math.toIntExact(shape[axis]);
            int step = 0;
            if (axis >= lead && tensor[axis - lead] != 1) {
                step = 1;
                for (int inner = axis - lead + 1; inner < tensor.length; inner++) {
                    step = Math.toIntExact(step * tensor[inner]);
                }
            }
            int[] finer = new int[offsets.length * size];
            for (int i = 0; i < offsets.length; i++) {
                for (int k = 0; k < size; k++) {
                    finer[i * size + k] = offsets[i] + k * step;
                }
            }
            offsets = finer;
        }
        return offsets;
    }
}
