package org.cotangent.ops.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
    private static final double EXACT = 1e-12;

    private final Calls calls = new Calls();

    private static Tensor line(double... values) {
        return Tensor.of(values, 1, 1, values.length);
    }

    private static Tensor places(double... values) {
        return Tensor.of(values, 1, values.length, 1);
    }

    private double[] sample(Attributes attributes, Tensor x, Tensor grid) {
        return calls.run("GridSample", attributes, x, grid).toDoubles();
    }

    /** Elements 0 to 3 have the edges -1 and 1, so that place p of the grid is element 2 p + 1.5. */
    @ParameterizedTest
    @CsvSource({"zeros, 0, 1, 2, 0", "border, 1, 1, 2, 4", "reflection, 1, 1, 2, 3"})
    void whatLiesBeyondTheEndsIsThePaddings(String padding, double below, double first, double second, double above) {
        Attributes attributes = Attributes.of("padding_mode", padding).with("mode", "nearest");
        double[] found = sample(attributes, line(1, 2, 3, 4), places(-1.25, -0.75, -0.25, 1.75));
        assertArrayEquals(new double[] {below, first, second, above}, found);
    }

    @Test
    void betweenElementsItIsInterpolated() {
        Tensor x = line(1, 2, 4, 8);
        Attributes aligned = Attributes.of("align_corners", 1);
        assertArrayEquals(new double[] {1, 3, 8}, sample(aligned, x, places(-1, 0, 1)), EXACT);
        assertArrayEquals(new double[] {0.5, 3, 4}, sample(Attributes.none(), x, places(-1, 0, 1)), EXACT);
        double cubic = -0.09375 * 1 + 0.59375 * 2 + 0.59375 * 4 - 0.09375 * 8;
        assertEquals(cubic, sample(Attributes.of("mode", "cubic"), x, places(0))[0], EXACT);
    }

    @Test
    void ofTwoNearestElementsTheEvenOneIsTaken() {
        Attributes nearest = Attributes.of("mode", "nearest").with("align_corners", 1);
        Tensor text = Tensor.of(new String[] {"a", "b", "c", "d", "e"}, 1, 1, 5);
        Tensor found = calls.run("GridSample", nearest, text, places(-0.75, -0.25, 0.25, 5));
        assertArrayEquals(new String[] {"a", "c", "c", ""}, found.strings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "cubic", "nearest"})
    void farAwayThereIsNothing(String mode) {
        Tensor grid = places(1e30, Double.NEGATIVE_INFINITY, 3);
        assertArrayEquals(new double[3], sample(Attributes.of("mode", mode), line(1, 2), grid));
    }

    @Test
    void theInnermostAxisComesFirstInTheGrid() {
        Tensor x = Tensor.of(new double[] {0, 1, 2, 10, 11, 12}, 1, 1, 2, 3);
        Tensor grid = Tensor.of(new double[] {1, -1}, 1, 1, 1, 2);
        assertEquals(2, sample(Attributes.of("align_corners", 1), x, grid)[0]);
    }

    @Test
    void integersAreTruncatedAndStayInRange() {
        Tensor x = Tensor.of(DType.UINT8, new double[] {255, 255, 0, 0}, 1, 1, 4);
        Attributes aligned = Attributes.of("align_corners", 1);
        assertEquals(127, calls.run("GridSample", aligned, x, places(0)).getLong(0));
        Tensor over = calls.run("GridSample", aligned.with("mode", "cubic"), x, places(-2.0 / 3, 5.0 / 6));
        assertArrayEquals(new long[] {255, 0}, over.toLongs());
    }

    @Test
    void whatCannotBeSampledIsRefused() {
        Tensor bools = Tensor.of(new boolean[] {true}, 1, 1, 1);
        assertThrows(TypeException.class, () -> calls.run("GridSample", bools, places(0)));
        Tensor flat = Tensor.allocate(DType.FLOAT, 1, 1, 2);
        assertThrows(ShapeException.class, () -> calls.run("GridSample", line(1), flat));
        Tensor two = Tensor.allocate(DType.FLOAT, 2, 1, 1);
        assertThrows(ShapeException.class, () -> calls.run("GridSample", line(1), two));
    }

    @Test
    void theIdentityMapsAnImageToItself() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
        Tensor theta = Tensor.of(new double[] {1, 0, 0, 0, 1, 0}, 1, 2, 3);
        for (long aligned = 0; aligned < 2; aligned++) {
            Attributes corners = Attributes.of("align_corners", aligned);
            Tensor grid = calls.run("AffineGrid", corners, theta, Tensor.vector(1L, 1, 2, 3));
            assertArrayEquals(x.toDoubles(), sample(corners, x, grid), EXACT);
        }
        Tensor one = calls.run("AffineGrid", Attributes.of("align_corners", 1), theta, Tensor.vector(1L, 1, 1, 1));
        assertArrayEquals(new double[] {-1, -1}, one.toDoubles());
    }

    @Test
    void withoutOffsetsADeformableConvolutionIsAConvolution() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
        Tensor w = Tensor.of(new double[] {1, -1, 2, 0.5}, 1, 1, 2, 2);
        Attributes attributes = Attributes.of("pads", 1, 0, 0, 1).with("dilations", 2, 1);
        Tensor plain = calls.run("Conv", attributes, x, w);
        Tensor offset = Tensor.allocate(DType.DOUBLE, 1, 8, plain.size(2), plain.size(3));
        assertArrayEquals(
                plain.toDoubles(),
                calls.run("DeformConv", attributes, x, w, offset).toDoubles(),
                EXACT);
        Tensor short_ = Tensor.allocate(DType.DOUBLE, 1, 4, plain.size(2), plain.size(3));
        assertThrows(ShapeException.class, () -> calls.run("DeformConv", attributes, x, w, short_));
    }

    @Test
    void gradientsOfAGridPointUphill() {
        Attributes aligned = Attributes.of("align_corners", 1);
        List<Tensor> gradients = calls.gradients("GridSample", aligned, line(1, 2, 4), places(-0.5, 0.5, 3));
        assertArrayEquals(new double[] {0.5, 1, 0.5}, gradients.get(0).toDoubles(), EXACT);
        assertArrayEquals(new double[] {1, 2, 0}, gradients.get(1).toDoubles(), EXACT);
    }
}
