package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans move axes as they like; what comes out is what the operators say, one by one. */
class AxisOrdersTest {
    private final Cotangent cotangent = Cotangent.load();

    @Property(tries = 120)
    void plansOfRandomNetsEqualSingleCalls(@ForAll long seed) {
        Tensor x = tensor(new SplittableRandom(seed), 2, 8, 7, 9);
        GraphBuilder builder = cotangent.graph("net");
        Value input = builder.input("x", x.type());
        List<Value> written = net(new Formulas(builder), input, seed);
        for (int i = 0; i < written.size(); i++) {
            builder.output("y" + i, written.get(i));
        }
        Eager eager = cotangent.eager();
        List<Value> expected = net(eager.formulas(), eager.constant(x), seed);
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            Map<String, Tensor> outputs = session.run(Map.of("x", x));
            for (int i = 0; i < expected.size(); i++) {
                Tensor actual = Objects.requireNonNull(outputs.get("y" + i));
                Tensor wanted = eager.tensor(expected.get(i));
                assertEquals(wanted.type(), actual.type());
                double scale =
                        Arrays.stream(wanted.toDoubles()).map(Math::abs).max().orElse(0);
                assertArrayEquals(wanted.toDoubles(), actual.toDoubles(), 1e-5 * (1 + scale));
            }
        }
    }

    /** {@return what some steps that are drawn make of an image, the last and perhaps some before} */
    private static List<Value> net(Formulas f, Value input, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Value> values = new ArrayList<>(List.of(input));
        for (int step = 0; step < 9; step++) {
            Value x = values.get(Math.max(0, values.size() - 1 - random.nextInt(3)));
            values.add(step(f, x, values, random));
        }
        List<Value> outputs = new ArrayList<>(List.of(values.getLast()));
        if (random.nextBoolean()) {
            outputs.add(values.get(random.nextInt(values.size())));
        }
        return outputs;
    }

    private static Value step(Formulas f, Value x, List<Value> values, SplittableRandom random) {
        long[] sizes = x.shape().sizes();
        Value like = values.stream()
                .filter(value -> value.shape().equals(x.shape()) && !value.equals(x))
                .findFirst()
                .orElse(x);
        return switch (random.nextInt(11)) {
            case 0, 1 -> {
                long channels = 4L + random.nextInt(13);
                Value weights = f.constant(tensor(random, channels, sizes[1], 3, 3));
                yield f.op("Conv", Attributes.of("pads", 1, 1, 1, 1), x, f.mul(weights, 0.2));
            }
            case 2 -> f.op("Relu", x);
            case 3 -> f.add(x, like);
            case 4 -> f.add(f.mul(x, f.constant(tensor(random, sizes[1], 1, 1))), like);
            case 5 -> sizes[1] > 40 ? f.tanh(x) : f.concat(random.nextInt(4), List.of(x, like));
            case 6 -> f.transpose(x, order(random));
            case 7 -> f.reduceMean(x, true, random.nextInt(4));
            case 8 -> f.op("MaxPool", Attributes.of("kernel_shape", 1, 1), x);
            case 9 -> f.transposeMatrix(f.matmul(x, f.constant(tensor(random, sizes[3], 5))));
            default -> ended(f, f.matmul(f.transpose(x, 0, 2, 1, 3), f.transpose(x, 0, 2, 3, 1)), random);
        };
    }

    /** {@return what follows a product in networks} */
    private static Value ended(Formulas f, Value y, SplittableRandom random) {
        long[] sizes = y.shape().sizes();
        Value row = f.add(f.mul(y, 0.1), f.constant(tensor(random, sizes[3])));
        return switch (random.nextInt(5)) {
            case 0 -> f.tanh(y);
            case 1 -> f.op("Gelu", row);
            case 2 -> f.mul(row, f.sigmoid(row));
            case 3 -> f.tanh(f.add(row, f.constant(tensor(random, sizes[0], 1, 1, sizes[3]))));
            default -> f.op("Relu", f.mul(row, f.constant(tensor(random, sizes))));
        };
    }

    private static int[] order(SplittableRandom random) {
        int[] order = {0, 1, 2, 3};
        for (int i = 3; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int axis = order[i];
            order[i] = order[j];
            order[j] = axis;
        }
        return order;
    }

    private static Tensor tensor(SplittableRandom random, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    @Test
    void imagesStayWithChannelsLastBetweenConvolutions() {
        GraphBuilder builder = cotangent.graph("net");
        Formulas f = new Formulas(builder);
        SplittableRandom random = new SplittableRandom(1);
        Value x = builder.input("x", tensor(random, 1, 16, 12, 12).type());
        Value bias = f.constant(tensor(random, 16, 1, 1));
        Value first = f.op("Relu", f.add(convolution(f, x, random), bias));
        Value idle = f.op("Identity", f.op("Dropout", first));
        Value second = f.add(convolution(f, idle, random), first);
        builder.output("y", f.reduceMean(second, false, 2, 3));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        requireComposites(plan);
        assertEquals(
                1,
                plan.graph().nodes().stream()
                        .filter(node -> node.operator().id().type().equals("Transpose"))
                        .count(),
                plan::toString);
        assertTrue(
                plan.graph().nodes().stream()
                        .map(node -> node.operator().id().type())
                        .noneMatch(List.of("Dropout", "Identity")::contains),
                plan::toString);
    }

    private static Value convolution(Formulas f, Value x, SplittableRandom random) {
        return f.op("Conv", Attributes.of("pads", 1, 1, 1, 1), x, f.constant(tensor(random, 16, 16, 3, 3)));
    }

    @Test
    void productsTakeHeadsWhereTheyStand() {
        GraphBuilder builder = cotangent.graph("attention");
        Formulas f = new Formulas(builder);
        SplittableRandom random = new SplittableRandom(2);
        Value q = builder.input("q", tensor(random, 2, 24, 4, 32).type());
        Value k = builder.input("k", q.type());
        Value scores = f.matmul(f.transpose(q, 0, 2, 1, 3), f.transpose(k, 0, 2, 3, 1));
        Value mixed = f.matmul(f.softmax(scores, -1), f.transpose(k, 0, 2, 1, 3));
        builder.output("y", f.transpose(mixed, 0, 2, 1, 3));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        requireComposites(plan);
        assertEquals(
                List.of(
                        "Composite(MatMul[0, 2, 1, 3][0, 2, 3, 1])",
                        "Softmax",
                        "Composite(MatMul[0, 2, 1, 3]->[0, 2, 1, 3])"),
                plan.graph().nodes().stream()
                        .map(node -> node.operator().id().type())
                        .toList());
    }

    /** Every composite of the plans of some nets is what it expands to. */
    @Property(tries = 30)
    void compositesEqualTheirParts(@ForAll long seed) {
        GraphBuilder builder = cotangent.graph("net");
        Value input = builder.input("x", TensorType.of(DType.FLOAT, 2, 8, 7, 9));
        builder.output("y", net(new Formulas(builder), input, seed).getFirst());
        SplittableRandom random = new SplittableRandom(seed);
        for (Node node : cotangent.plan(builder.build(), Map.of()).graph().nodes()) {
            Forward.Body parts = node.operator().forward().asExpansion();
            if (node.operator().forward() instanceof Forward.Composite && parts != null) {
                List<Tensor> operands = new ArrayList<>();
                node.inputs()
                        .forEach(value -> operands.add(tensor(
                                random, Objects.requireNonNull(value).shape().sizes())));
                assertEqualsParts(node, parts, operands);
            }
        }
    }

    private void assertEqualsParts(Node node, Forward.Body parts, List<Tensor> operands) {
        GraphBuilder builder = cotangent.graph("composite");
        Map<String, Tensor> given = new LinkedHashMap<>();
        List<Value> inputs = new ArrayList<>();
        for (Tensor operand : operands) {
            String name = "x" + given.size();
            given.put(name, operand);
            inputs.add(builder.input(name, operand.type()));
        }
        builder.output(
                "y",
                builder.emit(node.operator(), Attributes.none(), new ArrayList<>(inputs), 1)
                        .getFirst());
        Eager eager = cotangent.eager();
        List<Value> constants = operands.stream().<Value>map(eager::constant).toList();
        Value expected = parts.expand(eager.formulas(), new Operands(constants)).getFirst();
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            Tensor actual = Objects.requireNonNull(session.run(given).get("y"));
            Tensor wanted = eager.tensor(expected);
            assertEquals(wanted.type(), actual.type());
            double scale =
                    Arrays.stream(wanted.toDoubles()).map(Math::abs).max().orElse(0);
            assertArrayEquals(wanted.toDoubles(), actual.toDoubles(), 1e-5 * (1 + scale), node.describe());
        }
    }

    private record Operands(List<Value> values) implements Call {
        @Override
        public Attributes attributes() {
            return Attributes.none();
        }

        @Override
        public List<@Nullable Value> inputs() {
            return new ArrayList<>(values);
        }

        @Override
        public int outputCount() {
            return 1;
        }
    }

    @Test
    void productsEndWithWhatFollows() {
        GraphBuilder builder = cotangent.graph("block");
        Formulas f = new Formulas(builder);
        SplittableRandom random = new SplittableRandom(3);
        Value x = builder.input("x", tensor(random, 32, 64).type());
        Value inner = f.matmul(x, f.constant(tensor(random, 64, 128)));
        Value half = f.mul(f.add(inner, f.constant(tensor(random, 128))), 0.5);
        Value outer = f.matmul(f.op("Gelu", half), f.constant(tensor(random, 128, 64)));
        builder.output("y", f.op("Relu", f.add(f.add(outer, f.constant(tensor(random, 64))), x)));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        requireComposites(plan);
        assertEquals(List.of("Composite(MatMul then elementwise)", "Composite(MatMul then elementwise)"), live(plan));
    }

    private static List<String> live(Plan plan) {
        return plan.graph().liveNodes().stream()
                .map(node -> node.operator().id().type())
                .toList();
    }

    @Test
    void rectifiersBehindProductsKeepWhatIsNoNumber() {
        GraphBuilder builder = cotangent.graph("rectified");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 8, 64));
        Value one = f.constant(Tensor.full(DType.FLOAT, 1, 64, 128));
        builder.output("y", f.op("Relu", f.matmul(x, one)));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        requireComposites(plan);
        assertEquals(List.of("Composite(MatMul then elementwise)"), live(plan));
        double[] firsts = {Double.NaN, 1e-20, -1e-20, Float.MAX_VALUE, -Float.MAX_VALUE, Double.POSITIVE_INFINITY, 0, 3
        };
        Tensor given = Tensor.allocate(DType.FLOAT, 8, 64);
        for (int row = 0; row < firsts.length; row++) {
            given.setDouble(64L * row, firsts[row]);
        }
        try (Session session = plan.newSession()) {
            Tensor y = Objects.requireNonNull(session.run(Map.of("x", given)).get("y"));
            for (int row = 0; row < firsts.length; row++) {
                assertEquals(Math.max((float) firsts[row], 0f) + 0f, y.getDouble(128L * row + 77) + 0.0);
            }
        }
    }

    @Test
    void whatIsComputedAlikeIsComputedOnce() {
        GraphBuilder builder = cotangent.graph("twins");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 3, 4));
        builder.output("y", f.softmax(f.tanh(x), 1));
        builder.output("z", f.neg(f.softmax(f.tanh(x), 1)));
        builder.output("other", f.softmax(f.tanh(x), 0));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        assertEquals(
                2,
                plan.graph().nodes().stream()
                        .filter(node -> node.operator().id().type().equals("Softmax"))
                        .count(),
                plan::toString);
    }

    @Test
    void outputsThatAreComputedOnceHaveMemoryOfTheirOwn() {
        GraphBuilder builder = cotangent.graph("twins");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 3));
        builder.output("y", f.mul(x, 2));
        builder.output("z", f.mul(x, 2));
        Tensor given = Tensor.of(new float[] {1, 2, 3}, 3);
        double[] expected = {2, 4, 6};
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            Map<String, Tensor> outputs = session.run(Map.of("x", given));
            Tensor y = Objects.requireNonNull(outputs.get("y"));
            Objects.requireNonNull(outputs.get("z")).setDouble(0, 7);
            assertArrayEquals(expected, y.toDoubles());
            Tensor one = Tensor.allocate(DType.FLOAT, 3);
            Tensor other = Tensor.allocate(DType.FLOAT, 3);
            session.run(Map.of("x", given), Map.of("y", one, "z", other));
            assertArrayEquals(expected, one.toDoubles());
            assertArrayEquals(expected, other.toDoubles());
        }
    }

    @Test
    void theTransposeOfAProductIsAProduct() {
        GraphBuilder builder = cotangent.graph("gradient");
        Formulas f = new Formulas(builder);
        SplittableRandom random = new SplittableRandom(4);
        Value x = builder.input("x", tensor(random, 40, 64).type());
        Value y = builder.input("y", tensor(random, 40, 32).type());
        builder.output("g", f.transposeMatrix(f.matmul(f.transposeMatrix(x), y)));
        Plan plan = cotangent.plan(builder.build(), Map.of());
        assertTrue(
                plan.graph().nodes().stream()
                        .noneMatch(node -> node.operator().id().type().equals("Transpose")),
                plan::toString);
    }

    private static void requireComposites(Plan plan) {
        assumeTrue(
                plan.explain().stream().anyMatch(line -> line.contains("oneDNN: ")),
                "oneDNN is not here: nothing else takes operands in other orders");
    }
}
