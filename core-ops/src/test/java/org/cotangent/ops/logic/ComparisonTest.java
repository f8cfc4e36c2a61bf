package org.cotangent.ops.logic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.ops.Calls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Calls calls = new Calls();

    @Test
    void nothingIsEqualToOrOrderedWithNaN() {
        Tensor x = Tensor.vector(Double.NaN, 1.0, 2.0);
        Tensor y = Tensor.vector(Double.NaN, Double.NaN, 2.0);
        assertArrayEquals(new long[] {0, 0, 1}, calls.run("Equal", x, y).toLongs());
        assertArrayEquals(
                new long[] {0, 0, 1}, calls.run("GreaterOrEqual", x, y).toLongs());
        assertArrayEquals(new long[] {0, 0, 1}, calls.run("LessOrEqual", x, y).toLongs());
        assertArrayEquals(new long[] {0, 0, 0}, calls.run("Greater", x, y).toLongs());
        assertArrayEquals(new long[] {0, 0, 0}, calls.run("Less", x, y).toLongs());
    }

    @Test
    void stringsAreComparedAndChosen() {
        Tensor words = Tensor.of(new String[] {"a", "b", "c", "b"}, 2, 2);
        Tensor pair = Tensor.of(new String[] {"a", "b"}, 2);
        Tensor equal = calls.run("Equal", words, pair);
        assertArrayEquals(new long[] {1, 1, 0, 1}, equal.toLongs());
        Tensor other = Tensor.of(new String[] {"-"});
        assertArrayEquals(
                new String[] {"a", "b", "-", "b"},
                calls.run("Where", equal, words, other).strings());
    }

    @Test
    void complexNumbersAreChosenWhole() {
        Tensor x = Tensor.allocate(DType.COMPLEX64, 2);
        x.segment().fill((byte) 1);
        Tensor chosen =
                calls.run("Where", Tensor.of(new boolean[] {false, true}, 2), x, Tensor.allocate(DType.COMPLEX64, 1));
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, 8, 16, (byte) 1);
        assertArrayEquals(bytes, chosen.segment().asSlice(0, 16).toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void infinitiesAreToldByTheirSign() {
        Tensor x = Tensor.vector(Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY, Double.NaN);
        assertArrayEquals(new long[] {1, 0, 1, 0}, calls.run("IsInf", x).toLongs());
        assertArrayEquals(
                new long[] {0, 0, 1, 0},
                calls.run("IsInf", Attributes.of("detect_negative", 0), x).toLongs());
        assertArrayEquals(
                new long[] {1, 0, 0, 0},
                calls.run("IsInf", Attributes.of("detect_positive", 0), x).toLongs());
        assertArrayEquals(new long[] {0, 0, 0, 1}, calls.run("IsNaN", x).toLongs());
        Tensor narrow = calls.run(
                "Cast", Attributes.of("to", (long) DType.FLOAT8E5M2.code()).with("saturate", 0), x);
        assertArrayEquals(new long[] {1, 0, 1, 0}, calls.run("IsInf", narrow).toLongs());
        assertArrayEquals(new long[] {0, 0, 0, 1}, calls.run("IsNaN", narrow).toLongs());
    }
}
