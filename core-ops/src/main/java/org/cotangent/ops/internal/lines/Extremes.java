package org.cotangent.ops.internal.lines;

/** Where the extremes of a line are. NaN comes before all numbers, in both directions, as in NumPy. */
public final class Extremes {
    private Extremes() {}

    /** {@return the first place of the largest element, counted from {@code at}} */
    public static int largest(double[] line, int at, int length) {
        return find(line, at, length, 1, false);
    }

    private static boolean beats(double x, double best) {
        return x > best || (Double.isNaN(x) && !Double.isNaN(best));
    }

    /**
     * {@return the place of the largest element, or with {@code sign = -1} of the smallest}
     *
     * @param last whether the last of several is wanted
     */
    static int find(double[] line, int at, int length, int sign, boolean last) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            double x = sign * line[at + i];
            double y = sign * line[at + best];
            if (beats(x, y) || (last && !beats(y, x))) {
                best = i;
            }
        }
        return best;
    }

    /** {@return as for floating elements; unsigned ones are compared as such} */
    static int find(long[] line, int at, int length, int sign, boolean last, boolean unsigned) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            long x = line[at + i];
            long y = line[at + best];
            int order = sign * (unsigned ? Long.compareUnsigned(x, y) : Long.compare(x, y));
            if (order > 0 || (last && order == 0)) {
                best = i;
            }
        }
        return best;
    }
}
