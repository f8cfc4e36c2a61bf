package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.train.layer.Conv1d;
import org.cotangent.train.layer.Conv2d;
import org.cotangent.train.layer.Conv3d;
import org.junit.jupiter.api.Test;

/** Lecture 4.4, convolutions: what they compute, stride, padding, dilation and groups. */
class ConvolutionsTest extends Slides {
    private Variable convolve(double[] signal, double... kernel) {
        return autograd.tensor(signal)
                .reshape(1, 1, -1)
                .conv(autograd.tensor(kernel).reshape(1, 1, -1), null)
                .flatten();
    }

    @Test
    void aConvolutionOfOneSignal() {
        shows(convolve(new double[] {1, 2, 3, 4}, 3, 2), 7, 12, 17);
    }

    @Test
    void aConvolutionDifferentiates() {
        shows(convolve(new double[] {0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4}, -1, 1), 0, 0, 0, 1, 1, 1, 1, 0, 0, 0);
    }

    @Test
    void aConvolutionMatchesATemplate() {
        double[] template = {1, -1, 2};
        double[] signal = new double[20];
        System.arraycopy(template, 0, signal, 11, 3);
        assertEquals(11, convolve(signal, template).argMax(0).item());
    }

    @Test
    void theFunctionTakesWeightAndBias() {
        Variable weight = autograd.randn(5, 4, 2, 3);
        Variable bias = autograd.randn(5);
        Variable input = autograd.randn(117, 4, 10, 3);
        assertEquals(Shape.of(117, 5, 9, 1), input.conv(weight, bias).shape());
    }

    @Test
    void filtersDetectEdges() {
        double[][] picture = new double[28][28];
        for (int y = 6; y < 22; y++) {
            for (int x = 10; x < 18; x++) {
                picture[y][x] = 1;
            }
        }
        double[][] filters = {
            {0, 0, 0, 0, 1, 0, 0, 0, 0},
            {1, 1, 1, 1, 1, 1, 1, 1, 1},
            {-1, 0, 1, -1, 0, 1, -1, 0, 1},
            {-1, -1, -1, 0, 0, 0, 1, 1, 1},
            {0, -1, 0, -1, 4, -1, 0, -1, 0}
        };
        Variable x = autograd.tensor(picture).reshape(1, 1, 28, 28);
        Variable y = x.conv(autograd.tensor(filters).reshape(5, 1, 3, 3), null);
        assertEquals(Shape.of(1, 5, 26, 26), y.shape());
        for (int f = 0; f < 5; f++) {
            double[] found = y.get(0).get(f).toDoubles();
            double[] expected = new double[26 * 26];
            for (int i = 0; i < expected.length; i++) {
                for (int k = 0; k < 9; k++) {
                    expected[i] += filters[f][k] * picture[i / 26 + k / 3][i % 26 + k % 3];
                }
            }
            assertArrayEquals(expected, found, 1e-5);
        }
    }

    @Test
    void theLayerHoldsWeightAndBias() {
        Conv2d f = new Conv2d(4, 5, 2, 3);
        Map<String, String> sizes = new LinkedHashMap<>();
        f.parameters()
                .forEach((name, parameter) ->
                        sizes.put(name, parameter.type().shape().toString()));
        assertEquals("{weight=[5, 4, 2, 3], bias=[5]}", sizes.toString());
        assertEquals(
                Shape.of(117, 5, 9, 1), f.apply(autograd.randn(117, 4, 10, 3)).shape());
    }

    @Test
    void paddingAndStride() {
        Conv2d f = new Conv2d(4, 1, Window.of().padding(2, 1).stride(2, 2), 3, 3);
        assertEquals(Shape.of(1, 1, 3, 3), f.apply(autograd.randn(1, 4, 3, 5)).shape());
        Variable x = autograd.tensor(1., 2., 3.).reshape(1, 1, 3);
        shows(x.conv(autograd.ones(1, 1, 2), null, Window.of().padding(1)), 1, 3, 5, 3);
    }

    @Test
    void aStrideMayIgnoreInputs() {
        Variable x = autograd.tensor(1., 2., 3., 4., 5., 6.).reshape(1, 1, 6).requireGrad();
        Variable kernel = autograd.ones(1, 1, 2);
        Variable y = x.conv(kernel, null, Window.of().stride(3));
        shows(y, 3, 9);
        shows(autograd.grad(y.sum(), x).getFirst(), 1, 1, 0, 1, 1, 0);
    }

    @Test
    void dilationSpreadsTheKernel() {
        Conv2d l = new Conv2d(1, 1, Window.of().dilation(4), 3);
        assertEquals(
                Shape.of(1, 1, 12, 22), l.apply(autograd.randn(1, 1, 20, 30)).shape());
        Variable sparse = autograd.tensor(1., 2., 3., 4., 5.)
                .reshape(1, 1, 5)
                .conv(
                        autograd.tensor(1., 10.).reshape(1, 1, 2),
                        null,
                        Window.of().dilation(3));
        shows(sparse, 41, 52);
    }

    @Test
    void groupsDoNotSeeEachOther() {
        Variable x = autograd.randn(1, 2, 9);
        Variable w = autograd.randn(2, 1, 3);
        Variable y = x.conv(w, null, Window.of().groups(2));
        for (int c = 0; c < 2; c++) {
            Variable alone = x.slice(1, c, c + 1).conv(w.slice(0, c, c + 1), null);
            assertArrayEquals(alone.toDoubles(), y.slice(1, c, c + 1).toDoubles(), 1e-5);
        }
        assertThrows(ShapeException.class, () -> new Conv1d(3, 4, Window.of().groups(2), 3));
    }

    @Test
    void aConvolutionIsEquivariantToTranslation() {
        Variable x = autograd.randn(1, 1, 30);
        Variable w = autograd.randn(1, 1, 5);
        Variable moved = autograd.concat(2, x.slice(2, 29, 30), x.slice(2, 0, 29));
        assertArrayEquals(
                x.conv(w, null).slice(2, 0, 25).toDoubles(),
                moved.conv(w, null).slice(2, 1, 26).toDoubles(),
                1e-5);
    }

    @Test
    void oneAndThreeAxes() {
        assertEquals(
                Shape.of(2, 6, 8),
                new Conv1d(3, 6, 3).apply(autograd.randn(2, 3, 10)).shape());
        assertEquals(
                Shape.of(2, 6, 3, 4, 5),
                new Conv3d(3, 6, 2, 3, 4).apply(autograd.randn(2, 3, 4, 6, 8)).shape());
        assertThrows(CotangentException.class, () -> new Conv1d(3, 6, 3).apply(autograd.randn(2, 3, 10, 10)));
    }
}
