package org.cotangent.ops.internal.normalization;

import java.util.Arrays;
import org.cotangent.ops.internal.support.Strides;

/** Where the elements of a broadcast tensor are. */
final class BroadcastOffsets {
    private BroadcastOffsets() {}

    /**
     * {@return per index over the axes [from, to) of {@code shape}, in row-major order, what it adds to the position in
     * the tensor that is broadcast}
     *
     * @param tensor sizes that broadcast to {@code shape}
     */
    public static int[] of(long[] shape, int from, int to, long[] tensor) {
        long[] sizes = Arrays.copyOfRange(shape, from, to);
        long[] strides = Arrays.copyOfRange(Strides.broadcast(tensor, shape), from, to);
        int[] offsets = new int[Math.toIntExact(Strides.product(sizes))];
        Arrays.setAll(offsets, i -> Math.toIntExact(Strides.offset(i, sizes, strides)));
        return offsets;
    }
}
