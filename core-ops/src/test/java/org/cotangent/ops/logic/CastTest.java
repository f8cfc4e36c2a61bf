package org.cotangent.ops.logic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CastTest {
    private final Calls calls = new Calls();

    private Tensor cast(Tensor x, DType to) {
        return calls.run("Cast", Attributes.of("to", (long) to.code()), x);
    }

    @Test
    void integersKeepTheirLowBits() {
        assertArrayEquals(
                new long[] {-56, 0, -1},
                cast(Tensor.vector(200, 256, -1), DType.INT8).toLongs());
        assertArrayEquals(
                new long[] {200, 0, 255},
                cast(Tensor.vector(200, 256, -1), DType.UINT8).toLongs());
    }

    @Test
    void floatsAreTruncatedToIntegersAndTestedForZero() {
        Tensor x = Tensor.vector(-1.9, -0.0, 0.5, Double.NaN);
        assertArrayEquals(
                new long[] {-1, 0, 0}, Arrays.copyOf(cast(x, DType.INT32).toLongs(), 3));
        assertArrayEquals(new long[] {1, 0, 1, 1}, cast(x, DType.BOOL).toLongs());
        assertEquals(
                0x1p63,
                cast(cast(Tensor.scalar(0x1p63), DType.UINT64), DType.DOUBLE).getDouble(0));
    }

    @Test
    void doublesAreRoundedToHalvesOnce() {
        double above = 1 + 0x1p-11 + 0x1p-40;
        assertEquals(1 + 0x1p-10, cast(Tensor.scalar(above), DType.FLOAT16).getDouble(0));
        assertEquals(1, cast(Tensor.scalar(1 + 0x1p-11), DType.FLOAT16).getDouble(0));
        assertEquals(
                1 + 0x1p-7,
                cast(Tensor.scalar(1 + 0x1p-8 + 0x1p-40), DType.BFLOAT16).getDouble(0));
        assertEquals(
                Double.POSITIVE_INFINITY,
                cast(Tensor.scalar(1e300), DType.FLOAT16).getDouble(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2", "FLOAT8E5M2FNUZ", "FLOAT8E8M0"})
    void everyByteThatIsANumberSurvivesTheWayToFloatAndBack(DType type) {
        Tensor codes = Tensor.allocate(type, 256);
        for (int i = 0; i < 256; i++) {
            codes.segment().set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        Tensor values = cast(codes, DType.FLOAT);
        Tensor back = cast(values, type);
        for (int i = 0; i < 256; i++) {
            if (Double.isFinite(values.getDouble(i))) {
                assertEquals((byte) i, back.segment().get(ValueLayout.JAVA_BYTE, i), "code " + i);
            }
        }
    }

    @Test
    void whatIsTooLargeSaturatesUnlessToldOtherwise() {
        Tensor x = Tensor.vector(1e6, -1e6, 464, 465);
        Attributes to = Attributes.of("to", (long) DType.FLOAT8E4M3FN.code());
        Tensor saturated = cast(calls.run("Cast", to, x), DType.DOUBLE);
        assertArrayEquals(new double[] {448, -448, 448, 448}, saturated.toDoubles());
        Tensor lost = cast(calls.run("Cast", to.with("saturate", 0), x), DType.DOUBLE);
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, 448, Double.NaN}, lost.toDoubles());
    }

    @Test
    void stringsHoldNumbers() {
        Tensor text = Tensor.of(new String[] {"3.5", " 1e-3", "+INF", "-inf", "NaN"}, 5);
        assertArrayEquals(
                new double[] {3.5, 1e-3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN},
                cast(text, DType.DOUBLE).toDoubles());
        Tensor floats = Tensor.vector(0.1f, -2f, 1e-5f, 1e20f, Float.NaN, Float.NEGATIVE_INFINITY);
        assertArrayEquals(
                new String[] {"0.1", "-2.0", "1e-05", "1e+20", "nan", "-inf"},
                cast(floats, DType.STRING).strings());
        Tensor large = Tensor.of(new String[] {"9223372036854775807", "100.5"}, 2);
        assertArrayEquals(
                new long[] {Long.MAX_VALUE, 100}, cast(large, DType.INT64).toLongs());
        assertThrows(TypeException.class, () -> cast(Tensor.of(new String[] {"ten"}, 1), DType.FLOAT));
    }

    @Test
    void narrowIntegersArePacked() {
        Tensor nibbles = cast(Tensor.vector(-8, 7, 9, 1, -1), DType.INT4);
        assertArrayEquals(
                new long[] {-8, 7, -7, 1, -1}, cast(nibbles, DType.INT64).toLongs());
    }

    @Test
    void complexNumbersAndUnknownModesAreRefused() {
        assertThrows(AttributeException.class, () -> cast(Tensor.scalar(1.0), DType.COMPLEX64));
        Attributes mode = Attributes.of("to", (long) DType.FLOAT8E8M0.code()).with("round_mode", "sideways");
        assertThrows(AttributeException.class, () -> calls.run("Cast", mode, Tensor.scalar(1.0)));
    }
}
