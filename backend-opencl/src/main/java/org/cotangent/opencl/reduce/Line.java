package org.cotangent.opencl.reduce;

import org.cotangent.spi.tensor.Shape;

/**
 * A dense tensor seen along one axis, or several that follow each other.
 *
 * @param outer elements of the axes before
 * @param length elements along it
 * @param inner elements of the axes after
 */
public record Line(int outer, int length, int inner) {
    /** {@return a tensor seen along one axis} */
    public static Line along(Shape shape, long axis) {
        int place = shape.axis(axis);
        return between(shape, place, place + 1);
    }

    /** {@return a tensor seen along the axes from one to the one before another} */
    public static Line between(Shape shape, int from, int to) {
        return new Line(count(shape, 0, from), count(shape, from, to), count(shape, to, shape.rank()));
    }

    private static int count(Shape shape, int from, int to) {
        return Math.toIntExact(shape.elements(from, to).size());
    }

    /** {@return whether lines are runs of memory} */
    public boolean isRow() {
        return inner == 1;
    }

    /** {@return how many lines there are} */
    public long count() {
        return (long) outer * inner;
    }

    /** {@return how many elements there are} */
    public long elements() {
        return count() * length;
    }
}
