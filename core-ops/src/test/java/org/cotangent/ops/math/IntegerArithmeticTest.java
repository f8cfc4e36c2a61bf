package org.cotangent.ops.math;

import static org.cotangent.ops.Calls.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.cotangent.ops.Calls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class IntegerArithmeticTest {
    private final Calls calls = new Calls();

    private static Tensor unsigned(long... bits) {
        Tensor tensor = Tensor.allocate(DType.UINT64, bits.length);
        for (int i = 0; i < bits.length; i++) {
            tensor.setLong(i, bits[i]);
        }
        return tensor;
    }

    private void expect(long[] expected, Tensor actual) {
        assertArrayEquals(expected, actual.toLongs());
    }

    @Test
    void sumsAndProductsWrapAround() {
        expect(new long[] {-128, 127}, calls.run("Add", vector(DType.INT8, 127, -128), vector(DType.INT8, 1, -1)));
        expect(new long[] {255}, calls.run("Sub", vector(DType.UINT8, 0), vector(DType.UINT8, 1)));
        expect(new long[] {-2}, calls.run("Mul", vector(DType.INT32, Integer.MAX_VALUE), vector(DType.INT32, 2)));
        expect(new long[] {-128}, calls.run("Div", vector(DType.INT8, -128), vector(DType.INT8, -1)));
        expect(new long[] {-128, -128}, calls.run("Abs", vector(DType.INT8, -128, 0x80)));
    }

    @Test
    void quotientsAreTruncated() {
        expect(
                new long[] {-3, 3, -3, 0},
                calls.run("Div", vector(DType.INT64, -7, -7, 7, 5), vector(DType.INT64, 2, -2, -2, 0)));
    }

    @Test
    void remaindersHaveTheSignOfTheDivisorOrDividend() {
        Tensor a = vector(DType.INT32, -7, 7, -7, 7);
        Tensor b = vector(DType.INT32, 3, -3, -3, 0);
        expect(new long[] {2, -2, -1, 0}, calls.run("Mod", a, b));
        expect(new long[] {-1, 1, -1, 0}, calls.run("Mod", Attributes.of("fmod", 1), a, b));
    }

    @Test
    void unsignedNumbersAreComparedAndDividedAsSuch() {
        Tensor large = unsigned(-1, Long.MIN_VALUE);
        Tensor small = unsigned(2, 1);
        expect(new long[] {Long.MAX_VALUE, Long.MIN_VALUE}, calls.run("Div", large, small));
        expect(new long[] {-1, Long.MIN_VALUE}, calls.run("Max", large, small));
        expect(new long[] {0, 0}, calls.run("Less", large, small));
        expect(new long[] {1, 1}, calls.run("Sign", large));
        expect(new long[] {-1, Long.MIN_VALUE}, calls.run("Abs", large));
        expect(new long[] {0}, calls.run("ArgMax", large));
        expect(new long[] {-1}, calls.run("ReduceMax", large));
    }

    @Test
    void bitsAreShiftedWithinTheirType() {
        Tensor bytes = vector(DType.UINT8, 0x81, 0xff, 1);
        Tensor places = vector(DType.UINT8, 1, 8, 7);
        expect(new long[] {2, 0, 128}, calls.run("BitShift", Attributes.of("direction", "LEFT"), bytes, places));
        expect(new long[] {64, 0, 0}, calls.run("BitShift", Attributes.of("direction", "RIGHT"), bytes, places));
        expect(new long[] {0x7e, 0, 0xfe}, calls.run("BitwiseNot", bytes));
    }

    @Test
    void powersTakeExponentsOfAnotherType() {
        Tensor bases = vector(DType.INT64, 4, 2, -3);
        expect(new long[] {2, 1, 0}, calls.run("Pow", bases, vector(DType.FLOAT, 0.5, 0.5, -1)));
        expect(new long[] {16, 1024, -27}, calls.run("Pow", bases, vector(DType.INT32, 2, 10, 3)));
        assertArrayEquals(
                new double[] {0.25, -8},
                calls.run("Pow", vector(DType.FLOAT, 4, -2), vector(DType.INT64, -1, 3))
                        .toDoubles());
    }
}
