package org.cotangent.ops.internal.lines;

import org.cotangent.spi.tensor.Shape;

/**
 * A dense tensor seen along one axis.
 *
 * @param outer the number of elements of the axes before it
 * @param length its size
 * @param inner the number of elements of the axes after it, which is the distance of neighbours along it
 */
record AxisSplit(long outer, int length, long inner) {
    static AxisSplit of(Shape shape, long axis) {
        int place = shape.axis(axis);
        return new AxisSplit(
                shape.elements(0, place).size(),
                Math.toIntExact(shape.size(place)),
                shape.elements(place + 1, shape.rank()).size());
    }
}
