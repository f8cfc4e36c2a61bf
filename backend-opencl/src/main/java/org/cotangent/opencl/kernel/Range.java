package org.cotangent.opencl.kernel;

/**
 * The work-items of a launch, in groups. Kernels have to check whether an item has something to do, since counts are
 * rounded up to whole groups.
 *
 * @param x items along the first axis, and so on
 * @param groupX items of a group along the first axis, and so on
 */
public record Range(long x, long y, long z, int groupX, int groupY, int groupZ) {
    public Range {
        if (groupX < 1 || groupY < 1 || groupZ < 1 || x < 0 || y < 0 || z < 0) {
            throw new IllegalArgumentException(
                    "no range: " + x + ", " + y + ", " + z + " in groups of " + groupX + ", " + groupY + ", " + groupZ);
        }
        x = Math.ceilDiv(x, groupX) * groupX;
        y = Math.ceilDiv(y, groupY) * groupY;
        z = Math.ceilDiv(z, groupZ) * groupZ;
    }

    /** {@return items along one axis} */
    public static Range of(long items, int group) {
        return new Range(items, 1, 1, group, 1, 1);
    }

    /** {@return items along two axes} */
    public static Range of(long x, int groupX, long y, int groupY) {
        return new Range(x, y, 1, groupX, groupY, 1);
    }

    /** {@return whether there is nothing to do} */
    public boolean isEmpty() {
        return x == 0 || y == 0 || z == 0;
    }

    /** {@return the items of a group} */
    public long group() {
        return (long) groupX * groupY * groupZ;
    }
}
