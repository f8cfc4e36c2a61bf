package org.cotangent.ops.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast transforms against the sums that define them. */
class FourierTest {
    private static final Attributes FORWARD = Attributes.none();
    private static final Attributes INVERSE = Attributes.of("inverse", 1);
    private static final Attributes HALF = Attributes.of("onesided", 1);

    private final Calls calls = new Calls();

    private static Tensor signal(DType dtype, long... sizes) {
        Tensor signal = Tensor.allocate(dtype, sizes);
        Random random = new Random(sizes[0] * 31 + sizes.length);
        for (long i = 0; i < signal.elements(); i++) {
            signal.setDouble(i, random.nextGaussian());
        }
        return signal;
    }

    /** The transform of [n, 2] by its definition. */
    private static double[] naive(Tensor x, int n, int sign) {
        double[] y = new double[2 * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n && i < x.size(0); i++) {
                double angle = sign * 2 * Math.PI * ((long) i * k % n) / n;
                double re = x.getDouble(2L * i);
                double im = x.getDouble(2L * i + 1);
                y[2 * k] += re * Math.cos(angle) - im * Math.sin(angle);
                y[2 * k + 1] += re * Math.sin(angle) + im * Math.cos(angle);
            }
        }
        return y;
    }

    private Tensor dft(Attributes attributes, Tensor x, @Nullable Long length, long axis) {
        return calls.run("DFT", attributes, x, length == null ? null : Tensor.scalar(length), Tensor.scalar(axis));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 10, 12, 13, 16, 17, 27, 60, 64, 77, 97, 128, 169, 210, 243, 1009, 1024})
    void everyLengthIsTransformedAsDefined(int n) {
        Tensor x = signal(DType.DOUBLE, n, 2);
        assertArrayEquals(naive(x, n, -1), dft(FORWARD, x, null, 0).toDoubles(), 1e-10);
        Tensor back = dft(INVERSE, dft(FORWARD, x, null, 0), null, 0);
        assertArrayEquals(x.toDoubles(), back.toDoubles(), 1e-12);
        Tensor narrow = dft(FORWARD, x.converted(DType.FLOAT), null, 0);
        assertArrayEquals(naive(x, n, -1), narrow.toDoubles(), 1e-5 * Math.sqrt(n));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 8, 12})
    void signalsAreCutOrContinuedByZeros(long length) {
        Tensor x = signal(DType.DOUBLE, 8, 2);
        assertArrayEquals(naive(x, (int) length, -1), dft(FORWARD, x, length, 0).toDoubles(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 22})
    void halfASpectrumIsEnoughForARealSignal(int n) {
        Tensor x = signal(DType.DOUBLE, n, 1);
        Tensor half = dft(HALF, x, null, 0);
        assertEquals(n / 2 + 1, half.size(0));
        Tensor back = dft(HALF.with("inverse", 1), half, (long) n, 0);
        assertArrayEquals(new long[] {n, 1}, back.sizes());
        assertArrayEquals(x.toDoubles(), back.toDoubles(), 1e-12);
    }

    @Test
    void anyAxisIsTransformed() {
        Tensor x = signal(DType.DOUBLE, 11, 3, 5, 2);
        Tensor y = dft(FORWARD, x, null, 1);
        for (int outer = 0; outer < 11; outer++) {
            for (int inner = 0; inner < 5; inner++) {
                Tensor line = Tensor.allocate(DType.DOUBLE, 3, 2);
                double[] found = new double[6];
                for (int i = 0; i < 6; i++) {
                    long at = ((outer * 3L + i / 2) * 5 + inner) * 2 + i % 2;
                    line.setDouble(i, x.getDouble(at));
                    found[i] = y.getDouble(at);
                }
                assertArrayEquals(naive(line, 3, -1), found, 1e-12);
            }
        }
    }

    @Test
    void whatHasNoTransformIsRefused() {
        Tensor x = signal(DType.DOUBLE, 4, 2);
        assertThrows(ShapeException.class, () -> dft(FORWARD, x, null, 1));
        assertThrows(ShapeException.class, () -> dft(FORWARD, x, 0L, 0));
        assertThrows(ShapeException.class, () -> dft(FORWARD, signal(DType.DOUBLE, 4, 3), null, 0));
        assertThrows(ShapeException.class, () -> dft(HALF.with("inverse", 1), signal(DType.DOUBLE, 1, 2), null, 0));
    }

    @Test
    void framesAreTransformedOneByOne() {
        Tensor x = signal(DType.DOUBLE, 1, 10, 1);
        Tensor window = Tensor.vector(1.0, 2.0, 3.0);
        Tensor y = calls.run("STFT", Attributes.of("onesided", 0), x, Tensor.scalar(2L), window, Tensor.scalar(4L));
        assertArrayEquals(new long[] {1, 4, 4, 2}, y.sizes());
        for (int frame = 0; frame < 4; frame++) {
            Tensor cut = Tensor.allocate(DType.DOUBLE, 4, 2);
            double[] found = new double[8];
            for (int i = 0; i < 8; i++) {
                cut.setDouble(i, i % 2 == 0 && i < 6 ? x.getDouble(2L * frame + i / 2) * (1 + i / 2) : 0);
                found[i] = y.getDouble(8L * frame + i);
            }
            assertArrayEquals(naive(cut, 4, -1), found, 1e-12);
        }
        assertThrows(ShapeException.class, () -> calls.run("STFT", x, Tensor.scalar(1L), null, Tensor.scalar(11L)));
    }

    @Test
    void windowsOfOneElementAreOne() {
        Attributes symmetric = Attributes.of("periodic", 0);
        for (String window : new String[] {"HannWindow", "HammingWindow", "BlackmanWindow"}) {
            assertEquals(1, calls.run(window, symmetric, Tensor.scalar(1L)).getDouble(0), 1e-6);
            assertEquals(0, calls.run(window, symmetric, Tensor.scalar(0L)).elements());
        }
        Tensor whole = calls.run("HannWindow", Attributes.of("output_datatype", DType.INT32.code()), Tensor.scalar(4L));
        assertArrayEquals(new long[] {0, 0, 1, 0}, whole.toLongs());
    }

    @Test
    void filtersEndWhereTheSpectrumDoes() {
        Tensor filters = calls.run(
                "MelWeightMatrix",
                Tensor.scalar(8L),
                Tensor.scalar(16L),
                Tensor.scalar(8000L),
                Tensor.scalar(0f),
                Tensor.scalar(20000f));
        assertArrayEquals(new long[] {9, 8}, filters.sizes());
        assertEquals(0, filters.getDouble(8 * 8 + 7));
    }
}
