package org.cotangent.ops.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MaxPoolMapTest {
    private static final double NAN = Double.NaN;
    private static final double LOWEST = Double.NEGATIVE_INFINITY;

    private final Calls calls = new Calls();
    private final Attributes triples = Attributes.of("kernel_shape", 3L);

    private static Tensor line(double... values) {
        return Tensor.of(DType.FLOAT, values, 1, 1, values.length);
    }

    private double[] run(String type, Attributes attributes, Tensor... inputs) {
        Value x = calls.eager().constant(inputs[0]);
        Value other = calls.eager().constant(inputs[1]);
        return calls.eager()
                .tensor(calls.eager().formulas().own(type, attributes, x, other))
                .toDoubles();
    }

    @Test
    void placesAreThoseOfTheFirstOfEqualsAndOfTheFirstNaN() {
        Tensor x = line(1, 2, 2, NAN, NAN, 3);
        assertArrayEquals(new double[] {2, 4, 4, 4}, run("MaxPoolGather", triples, x, line(1, 2, 3, 4, 5, 6)));
        assertArrayEquals(
                new double[] {0, 1, 0, 1110, 0, 0}, run("MaxPoolScatter", triples, x, line(1, 10, 100, 1000)));
    }

    @Test
    void paddingIsNeverChosen() {
        Attributes padded = triples.with("pads", 2, 2);
        Tensor x = line(LOWEST, LOWEST);
        assertArrayEquals(new double[] {7, 7, 7, 8}, run("MaxPoolGather", padded, x, line(7, 8)));
        assertArrayEquals(new double[] {111, 1000}, run("MaxPoolScatter", padded, x, line(1, 10, 100, 1000)));
    }

    /** The taps of the only window are in front of the line and behind it. */
    @Test
    void whatIsPaddedOnlyHasNoPlace() {
        Attributes wide = Attributes.of("kernel_shape", 2L).with("dilations", 5).with("pads", 1, 1);
        Tensor x = line(1, 2, 3, 4);
        assertArrayEquals(new double[] {0}, run("MaxPoolGather", wide, x, x));
        assertArrayEquals(new double[4], run("MaxPoolScatter", wide, x, line(NAN)));
        assertArrayEquals(
                new float[4], calls.gradients("MaxPool", wide, x).getFirst().toFloats());
    }

    @Test
    void shapesMustFit() {
        Tensor x = line(1, 2, 3);
        assertThrows(ShapeException.class, () -> run("MaxPoolGather", triples, x, line(1)));
        assertThrows(ShapeException.class, () -> run("MaxPoolScatter", triples, x, line(1, 2)));
    }
}
