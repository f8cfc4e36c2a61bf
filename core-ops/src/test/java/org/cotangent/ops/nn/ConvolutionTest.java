package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    private final Calls calls = new Calls();

    private static Tensor numbers(long seed, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    /** Channels and positions beyond one block of the kernel. */
    @Test
    void aLargeConvolutionFollowsItsFormula() {
        Tensor x = numbers(1, 1, 130, 19, 17);
        Tensor w = numbers(2, 66, 65, 3, 2);
        Attributes attributes = Attributes.of("group", 2)
                .with("pads", 1, 0, 2, 1)
                .with("strides", 1, 1)
                .with("dilations", 2, 1);
        Tensor y = calls.run("Conv", attributes, x, w);
        assertArrayEquals(new long[] {1, 66, 18, 17}, y.sizes());
        for (int m = 0; m < 66; m += 13) {
            for (int p = 0; p < 18 * 17; p += 41) {
                assertEquals(expected(x, w, m, p / 17, p % 17), y.getDouble(m * 18L * 17 + p), 1e-10);
            }
        }
    }

    private static double expected(Tensor x, Tensor w, int m, int row, int column) {
        double sum = 0;
        for (int c = 0; c < 65; c++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    int h = row - 1 + 2 * i;
                    int v = column + j;
                    if (h >= 0 && h < 19 && v < 17) {
                        double element = x.getDouble(((m / 33 * 65L + c) * 19 + h) * 17 + v);
                        sum += element * w.getDouble(((m * 65L + c) * 3 + i) * 2 + j);
                    }
                }
            }
        }
        return sum;
    }

    /** {@code <Conv(x, w), u> = <x, ConvTranspose(u, w)>}. */
    @Test
    void convTransposeIsTheTranspose() {
        Tensor x = numbers(3, 2, 4, 9, 7);
        Tensor w = numbers(4, 6, 2, 3, 3);
        Attributes attributes = Attributes.of("group", 2).with("strides", 2, 3).with("pads", 1, 1, 1, 1);
        Tensor y = calls.run("Conv", attributes, x, w);
        Tensor u = numbers(5, y.sizes());
        Tensor back = calls.run("ConvTranspose", attributes, u, w);
        assertArrayEquals(x.sizes(), back.sizes());
        assertEquals(dot(y, u), dot(x, back), 1e-10);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (long i = 0; i < a.elements(); i++) {
            sum += a.getDouble(i) * b.getDouble(i);
        }
        return sum;
    }

    @Test
    void outputShapeBeyondTheWindowsAddsBias() {
        Tensor one = Tensor.of(new float[] {1}, 1, 1, 1);
        Attributes attributes = Attributes.of("output_shape", 3);
        Tensor y = calls.run("ConvTranspose", attributes, one, one, Tensor.vector(5f));
        assertArrayEquals(new float[] {6, 5, 5}, y.toFloats());
        List<Tensor> gradients = calls.gradients("ConvTranspose", attributes, one, one, Tensor.vector(5f));
        assertEquals(1, gradients.get(0).getDouble(0));
        assertEquals(3, gradients.get(2).getDouble(0));
    }

    @Test
    void anEmptyBatchIsNoError() {
        Tensor w = Tensor.full(DType.FLOAT, 1, 2, 1, 3);
        Tensor x = Tensor.allocate(DType.FLOAT, 0, 1, 5);
        assertArrayEquals(new long[] {0, 2, 3}, calls.run("Conv", x, w).sizes());
        assertArrayEquals(
                new float[6],
                calls.gradients("Conv", Attributes.none(), x, w).get(1).toFloats());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor w = Tensor.allocate(DType.FLOAT, 2, 3, 3);
        ShapeException refusal =
                assertThrows(ShapeException.class, () -> calls.run("Conv", Tensor.allocate(DType.FLOAT, 1, 2, 5), w));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("3") && message.contains("channels"), message);
        assertThrows(ShapeException.class, () -> calls.run("Conv", Tensor.allocate(DType.FLOAT, 1, 3, 2), w));
        Tensor x = Tensor.allocate(DType.FLOAT, 1, 3, 5);
        assertThrows(AttributeException.class, () -> calls.run("Conv", Attributes.of("pads", 1, 1, 1), x, w));
        assertThrows(AttributeException.class, () -> calls.run("Conv", Attributes.of("strides", 0L), x, w));
        assertThrows(AttributeException.class, () -> calls.run("Conv", Attributes.of("auto_pad", "SAME"), x, w));
    }

    @Test
    void integerConvolutionsPadWithTheZeroPoint() {
        Tensor x = Tensor.of(DType.UINT8, new double[] {3, 3}, 1, 1, 2);
        Tensor w = Tensor.of(DType.INT8, new double[] {1, 1, 1}, 1, 1, 3);
        Tensor y = calls.run("ConvInteger", Attributes.of("pads", 1, 1), x, w, Tensor.full(DType.UINT8, 3));
        assertArrayEquals(new long[] {0, 0}, y.toLongs());
    }
}
