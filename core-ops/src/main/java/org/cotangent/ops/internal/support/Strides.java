package org.cotangent.ops.internal.support;

/** Row-major arithmetic on sizes. */
public final class Strides {
    private Strides() {}

    /** {@return how far apart neighbours along each axis are in a dense row-major tensor, in elements} */
    public static long[] of(long[] sizes) {
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
        return strides;
    }

    /** {@return the product of the sizes of the axes in [from, to)} */
    public static long product(long[] sizes, int from, int to) {
        long product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= sizes[axis];
        }
        return product;
    }

    public static long product(long[] sizes) {
        return product(sizes, 0, sizes.length);
    }

    /**
     * {@return how far from the first element of a tensor with these strides element {@code index} in row-major order
     * is}
     */
    public static long offset(long index, long[] sizes, long[] strides) {
        long offset = 0;
        long rest = index;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            offset += rest % sizes[axis] * strides[axis];
            rest /= sizes[axis];
        }
        return offset;
    }

    /** {@return the strides with which a dense tensor of sizes {@code from} is read when broadcast to {@code to}} */
    public static long[] broadcast(long[] from, long[] to) {
        long[] dense = of(from);
        long[] strides = new long[to.length];
        int lead = to.length - from.length;
        for (int axis = 0; axis < from.length; axis++) {
            strides[axis + lead] = from[axis] == 1 ? 0 : dense[axis];
        }
        return strides;
    }
}
