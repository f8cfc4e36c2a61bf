package org.cotangent.ops.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantizationTest {
    private final Calls calls = new Calls();

    private double[] decoded(Tensor codes) {
        return calls.run("DequantizeLinear", codes, Tensor.scalar(1f)).toDoubles();
    }

    private static Attributes to(DType codes) {
        return Attributes.of("output_dtype", codes.code());
    }

    @Test
    void halvesGoToEvenAndTheZeroPointIsAddedAfterwards() {
        Tensor x = Tensor.vector(-1.5f, -0.5f, 0.5f, 1.5f, 2.5f);
        Tensor y = calls.run("QuantizeLinear", x, Tensor.scalar(1f), Tensor.full(DType.INT8, 1));
        assertArrayEquals(new long[] {-1, 1, 1, 3, 3}, y.toLongs());
    }

    @ParameterizedTest
    @EnumSource(names = {"INT2", "UINT2", "INT4", "UINT4", "INT8", "UINT8", "INT16", "UINT16"})
    void whatIsBeyondTheRangeStandsAtItsEnd(DType codes) {
        Tensor x = Tensor.vector(1e9f, Float.POSITIVE_INFINITY, 0, -1e9f, Float.NEGATIVE_INFINITY);
        long[] found =
                calls.run("QuantizeLinear", to(codes), x, Tensor.scalar(1f)).toLongs();
        boolean signed = codes.kind() == DType.Kind.SIGNED;
        long high = (1L << (codes.bits() - (signed ? 1 : 0))) - 1;
        long low = signed ? -high - 1 : 0;
        assertArrayEquals(new long[] {high, high, 0, low, low}, found);
    }

    @Test
    void narrowFloatsSaturateUnlessToldOtherwise() {
        Tensor x = Tensor.vector(1e6f, -1e6f, 0.3f);
        Tensor one = Tensor.scalar(1f);
        Tensor saturated = calls.run("QuantizeLinear", to(DType.FLOAT8E4M3FN), x, one);
        assertArrayEquals(new double[] {448, -448, 0.3125}, decoded(saturated));
        Tensor open = calls.run("QuantizeLinear", to(DType.FLOAT8E5M2).with("saturate", 0), x, one);
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.3125}, decoded(open));
        Tensor four = calls.run("QuantizeLinear", to(DType.FLOAT4E2M1), x, one);
        assertArrayEquals(new double[] {6, -6, 0.5}, decoded(four));
    }

    @Test
    void theLastBlockMayBeShort() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 10, 20, 30, 40, 50}, 2, 5);
        Tensor scale = Tensor.of(new float[] {1, 0.5f, 1, 10, 5, 10}, 2, 3);
        Attributes blocks = Attributes.of("axis", -1).with("block_size", 2);
        Tensor y = calls.run("QuantizeLinear", blocks, x, scale);
        assertArrayEquals(new long[] {1, 2, 6, 8, 5, 1, 2, 6, 8, 5}, y.toLongs());
        assertArrayEquals(
                x.toDoubles(), calls.run("DequantizeLinear", blocks, y, scale).toDoubles());
    }

    @Test
    void theQuotientIsRoundedToThePrecision() {
        Tensor x = Tensor.full(DType.FLOAT, 2049 / 4.0, 1);
        Tensor half = Tensor.full(DType.FLOAT16, 0.25);
        assertEquals(
                2048, calls.run("QuantizeLinear", to(DType.UINT16), x, half).getLong(0));
        Attributes precise = to(DType.UINT16).with("precision", DType.FLOAT.code());
        assertEquals(2049, calls.run("QuantizeLinear", precise, x, half).getLong(0));
    }

    @Test
    void powersOfTwoAreScales() {
        Tensor scale = calls.run("Cast", Attributes.of("to", DType.FLOAT8E8M0.code()), Tensor.scalar(0.25f));
        Tensor codes = calls.run("QuantizeLinear", to(DType.INT8), Tensor.vector(1f, -0.75f), scale);
        assertArrayEquals(new long[] {4, -3}, codes.toLongs());
        assertArrayEquals(
                new double[] {1, -0.75},
                calls.run("DequantizeLinear", codes, scale).toDoubles());
    }

    @Test
    void wideProductsAreRoundedOnce() {
        Tensor x = Tensor.full(DType.INT32, 100_000, 1);
        Tensor y = calls.run("DequantizeLinear", x, Tensor.full(DType.FLOAT16, 0.001));
        assertEquals(DType.FLOAT16, y.dtype());
        assertEquals(100, y.getDouble(0), 0.1);
        assertEquals(
                DType.BFLOAT16,
                calls.run("DequantizeLinear", to(DType.BFLOAT16), x, Tensor.scalar(1f))
                        .dtype());
    }

    @Test
    void shapesAndTypesThatDoNotFitAreRefused() {
        Tensor x = Tensor.allocate(DType.FLOAT, 2, 3);
        assertThrows(ShapeException.class, () -> calls.run("QuantizeLinear", x, Tensor.vector(1f, 1f)));
        Attributes blocks = Attributes.of("block_size", 2);
        Tensor tooFew = Tensor.allocate(DType.FLOAT, 2, 3);
        assertThrows(ShapeException.class, () -> calls.run("QuantizeLinear", blocks, x, tooFew));
        Tensor zero = Tensor.full(DType.INT8, 0);
        Tensor one = Tensor.scalar(1f);
        assertThrows(TypeException.class, () -> calls.run("QuantizeLinear", to(DType.UINT8), x, one, zero));
    }

    @Test
    void whatIsNothingButZeroIsQuantisedToZero() {
        Tensor x = Tensor.allocate(DType.FLOAT, 3);
        List<Value> y = calls.eager()
                .formulas()
                .call(
                        "",
                        "DynamicQuantizeLinear",
                        Attributes.none(),
                        3,
                        calls.eager().constant(x));
        for (Value value : y) {
            assertEquals(0, calls.eager().tensor(value).getDouble(0));
        }
    }

    @Test
    void productsOfNarrowFloatsSumInFloat() {
        Attributes narrow = Attributes.of("to", DType.FLOAT8E4M3FN.code());
        Tensor a = calls.run("Cast", narrow, Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        Tensor zero = calls.run("Cast", narrow, Tensor.scalar(0f));
        Tensor one = Tensor.scalar(1f);
        Tensor y = calls.run("QLinearMatMul", a, one, zero, a, one, zero, Tensor.scalar(0.5f), zero);
        assertArrayEquals(new double[] {14, 20, 30, 44}, decoded(y));
    }

    @Test
    void gradientsPassStraightThroughWithinTheRange() {
        Formulas f = calls.eager().formulas();
        EagerValue x = calls.eager().variable(Tensor.vector(0.3, 1.2, 100.0, -100.0));
        EagerValue scale = calls.eager().variable(Tensor.scalar(0.5));
        Value y = f.own("FakeQuantize", to(DType.INT4), x, scale);
        assertArrayEquals(
                new double[] {0.5, 1, 3.5, -4}, calls.eager().tensor(y).toDoubles());
        List<Tensor> gradients = calls.eager().grad(f.reduceSum(y, false), List.of(x, scale));
        assertArrayEquals(new double[] {1, 1, 0, 0}, gradients.get(0).toDoubles());
        assertEquals(
                (0.5 - 0.3) / 0.5 + (1 - 1.2) / 0.5 + 7 - 8, gradients.get(1).getDouble(0), 1e-12);
        assertEquals(OperatorId.COTANGENT, new FakeQuantize().id().domain());
    }
}
