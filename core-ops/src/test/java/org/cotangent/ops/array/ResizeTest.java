package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.DoubleStream;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ResizeTest {
    private final Calls calls = new Calls();

    /** The weights of every place add up to one, in whatever mode. */
    @Test
    void constantsStayConstant() {
        Tensor x = Tensor.full(DType.DOUBLE, 2.5, 3, 7);
        for (String mode : List.of("nearest", "linear", "cubic")) {
            for (String coordinates : List.of("half_pixel", "half_pixel_symmetric", "align_corners", "asymmetric")) {
                for (int flags = 0; flags < 4; flags++) {
                    Attributes attributes = Attributes.of("mode", mode)
                            .with("coordinate_transformation_mode", coordinates)
                            .with("antialias", flags & 1)
                            .with("exclude_outside", flags >> 1);
                    Tensor y = calls.run("Resize", attributes, x, null, null, Tensor.vector(5, 4));
                    for (double value : y.toDoubles()) {
                        assertEquals(2.5, value, 1e-12, attributes.toString());
                    }
                }
            }
        }
    }

    /** Between the axes one computes in a wider type, also where a place is that of one source alone. */
    @Test
    void threeAxesInANarrowTypeGiveWhatAWideTypeGives() {
        Tensor x = Tensor.of(DoubleStream.iterate(-1, v -> v + 0.25).limit(12).toArray(), 2, 3, 2);
        Attributes linear = Attributes.of("mode", "linear").with("coordinate_transformation_mode", "asymmetric");
        Tensor sizes = Tensor.vector(4, 6, 4);
        double[] wide = calls.run("Resize", linear, x, null, null, sizes).toDoubles();
        Tensor narrow = calls.run("Resize", linear, x.converted(DType.FLOAT16), null, null, sizes);
        assertArrayEquals(wide, narrow.toDoubles(), 1e-3);
    }

    @Test
    void straightLinesStayStraight() {
        Tensor x = Tensor.vector(0.0, 1.0, 2.0, 3.0);
        Attributes corners = Attributes.of("mode", "linear").with("coordinate_transformation_mode", "align_corners");
        Tensor y = calls.run("Resize", corners, x, null, null, Tensor.vector(7));
        assertArrayEquals(new double[] {0, 0.5, 1, 1.5, 2, 2.5, 3}, y.toDoubles(), 1e-12);
    }

    @Test
    void theNeighbourThatHasNoWeightMayBeInfinite() {
        Tensor x = Tensor.vector(Double.POSITIVE_INFINITY, 1.0, 2.0);
        Attributes corners = Attributes.of("mode", "linear").with("coordinate_transformation_mode", "align_corners");
        Tensor y = calls.run("Resize", corners, x, null, null, Tensor.vector(5));
        double infinity = Double.POSITIVE_INFINITY;
        assertArrayEquals(new double[] {infinity, infinity, 1, 1.5, 2}, y.toDoubles());
    }

    @Test
    void integersAreSaturated() {
        Tensor x = Tensor.allocate(DType.UINT8, 4);
        x.setLong(2, 255);
        x.setLong(3, 255);
        Tensor y = calls.run("Resize", Attributes.of("mode", "cubic"), x, null, Tensor.vector(2f));
        assertEquals(255, y.getLong(5));
        assertEquals(0, y.getLong(2));
    }

    @Test
    void stringsHaveNearestNeighboursOnly() {
        Tensor text = Tensor.of(new String[] {"a", "b"}, 2);
        Tensor sizes = Tensor.vector(4);
        assertArrayEquals(
                new String[] {"a", "a", "b", "b"},
                calls.run("Resize", text, null, null, sizes).strings());
        Attributes linear = Attributes.of("mode", "linear");
        assertThrows(TypeException.class, () -> calls.run("Resize", linear, text, null, null, sizes));
    }

    @Test
    void wrongCallsAreRefused() {
        Tensor x = Tensor.vector(1.0, 2.0);
        assertThrows(ShapeException.class, () -> calls.run("Resize", x, null, null, Tensor.vector(3, 3)));
        assertThrows(ShapeException.class, () -> calls.run("Resize", x, null, Tensor.vector(2f), Tensor.vector(4)));
        assertThrows(
                ShapeException.class,
                () -> calls.run("Resize", Tensor.allocate(DType.DOUBLE, 0), null, null, Tensor.vector(4)));
        assertThrows(
                AttributeException.class,
                () -> calls.run("Resize", Attributes.of("mode", "area"), x, null, null, Tensor.vector(3)));
    }
}
