package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.Subgraphs;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.backend.InnerCall;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The precision of a plan is what oneDNN is told, and nothing else changes. */
class ProductPrecisionTest extends KernelTest {

    /** Half the distance of neighbouring numbers of bfloat16, relative to them. */
    private static final double ROUNDING = 0x1p-8;

    private final Cotangent cotangent = Cotangent.load();

    /** A call of a product of 32-bit floats. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Call(String operator, Attributes attributes, long[] output, long[]... inputs) {
        @Override
        public String toString() {
            return operator;
        }
    }

    static List<Call> calls() {
        Attributes none = Attributes.none();
        Attributes same = Attributes.of("pads", 1, 1, 1, 1);
        long[] image = {2, 32, 14, 14};
        long[] kernel = {32, 32, 3, 3};
        return List.of(
                new Call("MatMul", none, new long[] {64, 48}, new long[] {64, 80}, new long[] {80, 48}),
                new Call("Gemm", none, new long[] {64, 48}, new long[] {64, 80}, new long[] {80, 48}, new long[] {48}),
                new Call(
                        "FusedMatMul",
                        Attributes.of("transB", 1),
                        new long[] {3, 64, 48},
                        new long[] {3, 64, 80},
                        new long[] {3, 48, 80}),
                new Call("Conv", same, image, image, kernel, new long[] {32}),
                new Call("ConvTranspose", same, image, image, kernel),
                new Call("ConvInputGradient", same, image, image, kernel),
                new Call("ConvWeightGradient", same, kernel, image, image));
    }

    private Operator operator(String type) {
        Operator own = cotangent.operators().find("org.cotangent", type);
        return own == null ? Objects.requireNonNull(cotangent.operators().find("", type)) : own;
    }

    private Preparation preparation(Call call, ProductPrecision precision) {
        Operator operator = operator(call.operator());
        return new CallPreparation(
                "call",
                operator,
                operator.signature().resolve(call.attributes()),
                new ArrayList<>(types(call.inputs())),
                new ArrayList<>(types(call.output())),
                new ArrayList<>(Collections.nCopies(call.inputs().length, null)),
                Parallel.sequential(),
                precision,
                null,
                Subgraphs.none());
    }

    private static List<TensorType> types(long[]... shapes) {
        List<TensorType> types = new ArrayList<>();
        for (long[] shape : shapes) {
            types.add(TensorType.of(DType.FLOAT, shape));
        }
        return types;
    }

    private static boolean mayRound(Preparation call) {
        Engine engine = ((OneDnn.Available) OneDnnLoader.here().load()).engine();
        KernelPlanner planner = Objects.requireNonNull(
                OneDnnKernels.planner(call.operator().id().qualifiedName()));
        try (Arena arena = Arena.ofConfined()) {
            ProgramBuilder builder = new ProgramBuilder(engine, arena, 1);
            planner.plan(call, CallForm.natural()).steps().accept(builder);
            return builder.mathModes().contains(MathMode.BF16);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void primitivesHoldThePrecisionOfTheirPlan(Call call) {
        assertTrue(mayRound(preparation(call, ProductPrecision.FAST)));
        assertTrue(!mayRound(preparation(call, ProductPrecision.FP32)));
    }

    @Test
    void callsWithinCompositesHaveThePrecisionOfThePlan() {
        Call call = calls().getFirst();
        Forward.Composite composite = new Forward.Composite(
                operator("MatMul"),
                Attributes.none(),
                List.of(AxisOrder.natural(), AxisOrder.natural()),
                AxisOrder.natural(),
                null);
        assertTrue(mayRound(new InnerCall(preparation(call, ProductPrecision.FAST), composite)));
        assertTrue(!mayRound(new InnerCall(preparation(call, ProductPrecision.FP32), composite)));
    }

    /** Whether products are rounded is told by the name of the code that runs. */
    @ParameterizedTest
    @MethodSource("calls")
    void offersTellWhetherFastIsFaster(Call call) {
        String fast = description(preparation(call, ProductPrecision.FAST));
        String exact = description(preparation(call, ProductPrecision.FP32));
        boolean same = fast.contains("32 bits all the same");
        assertEquals(!same, fast.contains("bf16") || fast.contains("amx"), fast);
        assertTrue(!exact.contains("all the same"), exact);
        if (same) {
            assertTrue(fast.startsWith(exact), fast);
        }
    }

    private String description(Preparation call) {
        return provider.offer(call) instanceof Offer.Accepted offer ? offer.description() : "declined";
    }

    private static Tensor random(Random random, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextFloat() - 0.5);
        }
        return tensor;
    }

    private static Tensor magnitudes(Tensor tensor) {
        Tensor result = Tensor.allocate(tensor.type());
        for (long i = 0; i < tensor.elements(); i++) {
            result.setDouble(i, Math.abs(tensor.getDouble(i)));
        }
        return result;
    }

    private Tensor compute(Cotangent engine, Call call, List<Tensor> inputs) {
        GraphBuilder graph = engine.graph("product");
        List<Value> values = new ArrayList<>();
        for (Tensor tensor : inputs) {
            values.add(values.size() == 1 ? graph.constant(tensor) : graph.input("x" + values.size(), tensor.type()));
        }
        Operator operator = operator(call.operator());
        if (call.operator().endsWith("Gradient")) {
            values.add(graph.constant(Tensor.vector(call.output())));
        }
        graph.output("y", graph.emit(operator, call.attributes(), values, 1).getFirst());
        try (Session session = engine.plan(graph.build(), Map.of()).newSession()) {
            Map<String, Tensor> given = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                if (i != 1) {
                    given.put("x" + i, inputs.get(i));
                }
            }
            return Objects.requireNonNull(session.run(given).get("y"));
        }
    }

    /** Each factor is rounded once, so a result is wrong by no more than its terms' magnitudes allow. */
    @ParameterizedTest
    @MethodSource("calls")
    void fastIsWithinTheRoundingOfFactors(Call call) {
        List<Tensor> inputs = new ArrayList<>();
        for (long[] shape : call.inputs()) {
            inputs.add(random(random, shape));
        }
        Tensor exact = compute(cotangent, call, inputs);
        Tensor fast = compute(cotangent.withPrecision(ProductPrecision.FAST), call, inputs);
        Tensor most = compute(
                cotangent,
                call,
                inputs.stream().map(ProductPrecisionTest::magnitudes).toList());
        for (long i = 0; i < exact.elements(); i++) {
            double error = Math.abs(fast.getDouble(i) - exact.getDouble(i));
            assertTrue(error <= 2.01 * ROUNDING * most.getDouble(i), error + " at " + i + " of " + call);
        }
    }

    @ParameterizedTest
    @EnumSource(ProductPrecision.class)
    void precisionBelongsToThePlanAlone(ProductPrecision other) {
        GraphBuilder builder = cotangent.graph("chain");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 64, 96));
        Value hidden = builder.apply("Relu", builder.apply("MatMul", x, builder.constant(random(random, 96, 80))));
        builder.output("y", builder.apply("MatMul", hidden, builder.constant(random(random, 80, 64))));
        Graph graph = builder.build();
        Map<String, Tensor> input = Map.of("x", random(random, 64, 96));
        try (Session first = cotangent.plan(graph, Map.of()).newSession();
                Session between =
                        cotangent.withPrecision(other).plan(graph, Map.of()).newSession();
                Session last = Cotangent.load().plan(graph, Map.of()).newSession()) {
            double[] before = Objects.requireNonNull(first.run(input).get("y")).toDoubles();
            between.run(input);
            assertArrayEquals(
                    before, Objects.requireNonNull(first.run(input).get("y")).toDoubles());
            assertArrayEquals(
                    before, Objects.requireNonNull(last.run(input).get("y")).toDoubles());
        }
        Plan plan = cotangent.plan(graph, Map.of());
        assertTrue(plan.explain().stream().noneMatch(line -> line.contains("all the same")), plan::toString);
    }
}
