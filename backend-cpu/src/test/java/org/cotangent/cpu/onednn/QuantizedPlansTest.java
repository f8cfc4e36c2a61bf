package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of numbers that codes stand for run on the codes, and give the codes that the numbers would have. */
class QuantizedPlansTest extends KernelTest {
    private static final float X_SCALE = 0.02f;
    private static final float Y_SCALE = 0.05f;

    private final Cotangent cotangent = Cotangent.load();
    private final GraphBuilder builder = cotangent.graph("quantised");
    private final Formulas f = new Formulas(builder);

    private Tensor bytes(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setLong(i, random.nextInt(256) - (dtype == DType.INT8 ? 128 : 0));
        }
        return tensor;
    }

    private Value scalar(DType dtype, double value) {
        return builder.constant(Tensor.full(dtype, value));
    }

    private Value codes(String name, DType dtype, long... sizes) {
        return builder.input(name, TensorType.of(dtype, sizes));
    }

    private Value numbers(Value codes, long zero) {
        return f.op("DequantizeLinear", codes, scalar(DType.FLOAT, X_SCALE), scalar(codes.dtype(), (double) zero));
    }

    /** Weights with a scale for each index of an axis, or with one; unsigned ones have their zero in the middle. */
    private Value weights(DType dtype, int axis, boolean several, long... sizes) {
        long count = sizes[axis];
        Tensor scale = several ? Tensor.allocate(DType.FLOAT, count) : Tensor.allocate(DType.FLOAT);
        for (int i = 0; i < scale.elements(); i++) {
            scale.setDouble(i, 0.001 + 0.004 * random.nextDouble());
        }
        long[] shape = several ? new long[] {count} : new long[0];
        Tensor zero = Tensor.full(dtype, dtype == DType.UINT8 ? 128 : 0, shape);
        return f.op(
                "DequantizeLinear",
                Attributes.of("axis", axis),
                builder.constant(bytes(dtype, sizes)),
                builder.constant(scale),
                builder.constant(zero));
    }

    private Value bias(boolean ofCodes, long count) {
        Tensor tensor = Tensor.allocate(ofCodes ? DType.INT32 : DType.FLOAT, count);
        for (long i = 0; i < count; i++) {
            tensor.setDouble(i, ofCodes ? random.nextInt(2000) - 1000 : random.nextDouble() - 0.5);
        }
        Value constant = builder.constant(tensor);
        return ofCodes ? f.op("DequantizeLinear", constant, scalar(DType.FLOAT, 0.0003)) : constant;
    }

    private void quantised(Value value, @Nullable Value zero) {
        Value y = f.op("QuantizeLinear", value, scalar(DType.FLOAT, Y_SCALE), zero);
        builder.output("y", y);
    }

    private static List<String> operators(Plan plan) {
        return plan.graph().nodes().stream()
                .map(node -> node.operator().id().type())
                .toList();
    }

    private static Tensor run(Plan plan, Map<String, Tensor> inputs) {
        try (Session session = plan.newSession()) {
            return Objects.requireNonNull(session.run(inputs).get("y"));
        }
    }

    /** The plan runs this operator by oneDNN, and nothing in floats; codes differ by one in rare ties only. */
    private void becomes(String operator) {
        Graph graph = builder.build();
        Plan plan = cotangent.plan(graph, Map.of());
        assertTrue(operators(plan).stream().anyMatch(type -> type.contains(operator)), plan::toString);
        assertTrue(
                plan.explain().stream().anyMatch(line -> line.contains(operator) && line.contains("oneDNN: ")),
                plan::toString);
        assertFalse(operators(plan).contains("Round"), plan::toString);
        Plan portable = Cotangent.portable(cotangent.operators()).plan(graph, Map.of());
        assertFalse(portable.toString().contains(operator), portable::toString);
        Map<String, Tensor> inputs = new HashMap<>();
        graph.inputs()
                .forEach((name, value) ->
                        inputs.put(name, bytes(value.dtype(), value.shape().sizes())));
        Tensor expected = run(portable, inputs);
        Tensor actual = run(plan, inputs);
        assertEquals(expected.type(), actual.type());
        int different = 0;
        for (long i = 0; i < expected.elements(); i++) {
            long distance = Math.abs(expected.getLong(i) - actual.getLong(i));
            assertTrue(distance <= 1, "codes differ by " + distance);
            different += distance > 0 ? 1 : 0;
        }
        assertTrue(different <= 1 + expected.elements() / 100, different + " of " + expected.elements());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void convolutionsRunOnCodes(int form) {
        DType activations = form % 2 == 0 ? DType.UINT8 : DType.INT8;
        DType stored = form % 3 == 0 ? DType.UINT8 : DType.INT8;
        long groups = form % 4 == 0 ? 2 : 1;
        boolean rectified = form > 5;
        Value x = numbers(codes("x", activations, 2, 32, 12, 11), form);
        Value y = f.op(
                "Conv",
                Attributes.of("pads", 1, 1, 1, 1).with("group", groups),
                x,
                weights(stored, 0, form % 2 == 0, 32, 32 / groups, 3, 3),
                form % 3 == 1 ? null : bias(form % 3 == 2, 32));
        double lowest = activations == DType.UINT8 ? 0 : -128;
        quantised(rectified ? f.op("Relu", y) : y, scalar(activations, rectified ? lowest : lowest + 100));
        becomes("QLinearConv");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void productsRunOnCodes(int form) {
        DType activations = form % 2 == 0 ? DType.UINT8 : DType.INT8;
        Value a = numbers(codes("a", activations, 2, 37, 64), 3);
        Value b = form < 2 ? weights(DType.INT8, 1, true, 64, 48) : numbers(codes("b", DType.INT8, 2, 64, 48), 0);
        quantised(f.matmul(a, b), scalar(DType.INT8, -5));
        becomes("QLinearMatMul");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void productsWithABiasAreConvolutionsOfOnePixel(int form) {
        boolean gemm = form > 1;
        boolean transposed = form == 3;
        Value a = numbers(codes("a", DType.UINT8, gemm ? new long[] {37, 64} : new long[] {2, 37, 64}), 3);
        Value b = weights(
                DType.INT8, transposed ? 0 : 1, form % 2 == 1, transposed ? new long[] {48, 64} : new long[] {64, 48});
        Value bias = bias(form == 2, 48);
        Value y = gemm
                ? f.op("Gemm", Attributes.of("transB", transposed ? 1 : 0), a, b, bias)
                : f.add(bias, f.matmul(a, b));
        quantised(f.op("Relu", y), form == 0 ? null : scalar(DType.UINT8, 0));
        becomes("QLinearConv");
    }

    @Test
    void othersMayReadTheNumbersOfAFactor() {
        Value x = numbers(codes("x", DType.UINT8, 2, 32, 12, 11), 7);
        Value y = f.op("Conv", Attributes.of("pads", 1, 1, 1, 1), x, weights(DType.INT8, 0, true, 32, 32, 3, 3));
        quantised(y, scalar(DType.INT8, 0));
        builder.output("also", f.add(x, x));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        assertTrue(operators(plan).stream().anyMatch(type -> type.contains("QLinearConv")), plan::toString);
    }

    private void stays() {
        Plan plan = cotangent.plan(builder.build(), Map.of());
        assertFalse(plan.toString().contains("QLinear"), plan::toString);
    }

    @Test
    void whatIsNotTheSameStays() {
        Value x = numbers(codes("x", DType.UINT8, 2, 32, 12, 11), 7);
        Value wrongAxis = weights(DType.INT8, 1, true, 32, 32, 3, 3);
        quantised(f.op("Conv", x, wrongAxis), scalar(DType.INT8, 0));
        stays();
    }

    @Test
    void rectifiersWhoseZeroIsNoEndOfTheCodesStay() {
        Value x = numbers(codes("x", DType.UINT8, 2, 32, 12, 11), 7);
        Value y = f.op("Conv", x, weights(DType.INT8, 0, true, 32, 32, 3, 3));
        quantised(f.op("Relu", y), scalar(DType.INT8, 0));
        stays();
    }

    @Test
    void numbersThatOthersReadAreComputed() {
        Value x = numbers(codes("x", DType.UINT8, 2, 32, 12, 11), 7);
        Value y = f.op("Conv", x, weights(DType.INT8, 0, true, 32, 32, 3, 3));
        builder.output("numbers", y);
        quantised(y, scalar(DType.INT8, 0));
        stays();
    }

    @Test
    void weightsInCodesAreNumbersOncePerPlan() {
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 32, 12, 11));
        builder.output("y", f.op("Conv", x, weights(DType.INT8, 0, true, 32, 32, 3, 3)));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        List<String> left = operators(plan).stream()
                .filter(type -> !type.equals("Transpose") && !type.contains("Conv"))
                .toList();
        assertEquals(List.of(), left);
    }

    @Test
    void halfPrecisionWeightsAreWidenedOncePerPlan() {
        Random draw = new Random(4);
        for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
            GraphBuilder graph = cotangent.graph("half");
            Tensor half = Tensor.allocate(dtype, 64, 48);
            for (long i = 0; i < half.elements(); i++) {
                half.setDouble(i, draw.nextGaussian());
            }
            Attributes toFloat = Attributes.of("to", DType.FLOAT.code());
            Value wide = graph.apply("Cast", toFloat, graph.constant(half));
            Value x = graph.input("x", TensorType.of(DType.FLOAT, 32, 64));
            graph.output("y", graph.apply("MatMul", x, wide));
            Plan plan = cotangent.plan(graph.build(), Map.of());
            assertEquals(1, plan.graph().nodes().size(), plan::toString);
            assertTrue(plan.explain().getFirst().contains("oneDNN: "), plan::toString);
        }
    }
}
