package org.cotangent.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class PointwiseFusionTest {
    private static final TensorType FLOATS = TensorType.of(DType.FLOAT, 3);

    private static Graph fused(Graph graph) {
        return new PointwiseFusion(Toys.OPERATORS, Toys.calls()).apply(graph);
    }

    private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (Session session = Toys.plan(graph).newSession()) {
            return session.run(inputs);
        }
    }

    private static List<String> operators(Graph graph) {
        return graph.nodes().stream().map(node -> node.operator().id().type()).toList();
    }

    private static float[] floats(Map<String, Tensor> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name)).toFloats();
    }

    /** Computes node by node, without a plan. */
    private static Map<String, Tensor> interpreted(Graph graph, Map<String, Tensor> inputs) {
        Map<Value, Tensor> tensors = new HashMap<>(graph.initializers());
        graph.inputs().forEach((name, value) -> tensors.put(value, Objects.requireNonNull(inputs.get(name))));
        for (Node node : graph.nodes()) {
            List<Datum> results = Toys.calls()
                    .run(
                            node.operator(),
                            node.attributes(),
                            node.inputs().stream().map(tensors::get).toList(),
                            node.outputs().size(),
                            new RandomSource(0, 0));
            for (int i = 0; i < results.size(); i++) {
                tensors.put(node.outputs().get(i), (Tensor) results.get(i));
            }
        }
        Map<String, Tensor> outputs = new TreeMap<>();
        graph.outputs().forEach((name, value) -> outputs.put(name, Objects.requireNonNull(tensors.get(value))));
        return outputs;
    }

    /** A graph of elementwise operators and totals in which any value may be used by any later node. */
    private static Graph random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GraphBuilder graph = Toys.graph();
        List<Value> values = new ArrayList<>();
        values.add(graph.input("x", FLOATS));
        values.add(graph.input("y", FLOATS));
        int nodes = random.nextInt(1, 25);
        for (int i = 0; i < nodes; i++) {
            Value a = values.get(random.nextInt(values.size()));
            Value b = values.get(random.nextInt(values.size()));
            values.add(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> graph.apply("Add", a, b);
                        case 2 -> graph.apply("Neg", a);
                        case 3 -> graph.apply("Where", graph.apply("Less", a, b), a, b);
                        case 4 -> graph.apply("Mul", a, graph.constant(Tensor.scalar(0.5f)));
                        default -> graph.apply("Total", a);
                    });
        }
        for (int i = 0; i < 3; i++) {
            graph.output("o" + i, values.get(random.nextInt(values.size())));
        }
        graph.output("last", values.getLast());
        return graph.build();
    }

    @Property(tries = 300)
    void computesWhatTheNodesCompute(@ForAll long seed) {
        Graph graph = random(seed);
        Map<String, Tensor> inputs = Map.of("x", Toys.floats(1, -2, 0.5f), "y", Toys.floats(0.25f, 3, -1));
        Map<String, Tensor> expected = interpreted(graph, inputs);
        Map<String, Tensor> found = run(graph, inputs);
        expected.forEach((name, tensor) -> assertArrayEquals(tensor.toFloats(), floats(found, name), name));
    }

    @Test
    void aValueThatOthersNeedTooIsAnOutputOfTheGroup() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value sum = graph.apply("Add", x, x);
        graph.output("total", graph.apply("Total", sum));
        graph.output("product", graph.apply("Mul", sum, x));
        graph.output("sum", sum);
        assertEquals(List.of("Pointwise(Add+Mul)", "Total"), operators(fused(graph.build())));
    }

    @Test
    void nodesWithAnotherBetweenThemStayApart() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value negative = graph.apply("Neg", x);
        Value total = graph.apply("Total", negative);
        graph.output("y", graph.apply("Add", negative, total));
        assertEquals(List.of("Neg", "Total", "Add"), operators(fused(graph.build())));
    }

    @Test
    void groupsDoNotNeedEachOther() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value y = graph.input("y", FLOATS);
        Value a = graph.apply("Neg", x);
        Value b = graph.apply("Neg", y);
        graph.output("u", graph.apply("Add", a, graph.apply("Total", b)));
        graph.output("v", graph.apply("Add", b, graph.apply("Total", a)));
        Map<String, Tensor> outputs = run(graph.build(), Map.of("x", Toys.floats(1, 2, 3), "y", Toys.floats(4, 5, 6)));
        assertArrayEquals(new float[] {-16, -17, -18}, floats(outputs, "u"));
        assertArrayEquals(new float[] {-10, -11, -12}, floats(outputs, "v"));
    }

    @Test
    void typesThatMeetInABoolAreNotComputedInOneAnother() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value large = graph.input("large", TensorType.of(DType.INT64, 3));
        Value condition = graph.apply("Less", x, graph.apply("Neg", x));
        graph.output("y", graph.apply("Where", condition, large, graph.apply("Neg", large)));
        long exact = (1L << 60) + 1;
        Map<String, Tensor> outputs =
                run(graph.build(), Map.of("x", Toys.floats(-1, 1, -1), "large", Tensor.vector(exact, exact, 7L)));
        assertArrayEquals(
                new long[] {exact, -exact, 7},
                Objects.requireNonNull(outputs.get("y")).toLongs());
    }

    @Test
    void operatorsOfSeveralOutputsAreFusedAsWell() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        List<Value> both = graph.emit(
                Objects.requireNonNull(Toys.OPERATORS.find("", "SumAndProduct")), Attributes.none(), List.of(x, x), 2);
        graph.output("y", graph.apply("Add", both.get(0), both.get(1)));
        Graph built = graph.build();
        assertEquals(List.of("Pointwise(SumAndProduct+Add)"), operators(fused(built)));
        assertArrayEquals(new float[] {3, 8, 15}, floats(run(built, Map.of("x", Toys.floats(1, 2, 3))), "y"));
    }

    @Test
    void constantsBecomePartOfTheExpression() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        graph.output("y", graph.apply("Mul", graph.apply("Add", x, graph.constant(Tensor.scalar(2f))), x));
        Graph fused = fused(graph.build());
        assertEquals(1, fused.nodes().size());
        assertEquals(List.of(fused.input("x")), fused.nodes().getFirst().inputs());
    }

    @Test
    void anExpandIsLeftToTheOperatorThatBroadcasts() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Value small = graph.input("small", FLOATS);
        Value wide = graph.apply("Expand", small, graph.constant(Tensor.vector(2L, 3L)));
        graph.output("y", graph.apply("Add", x, wide));
        graph.output("z", graph.apply("Neg", wide));
        Graph direct = new ImplicitBroadcast(Toys.OPERATORS, Toys.calls()).apply(graph.build());
        Node add = direct.nodes().stream()
                .filter(node -> node.operator().id().type().equals("Add"))
                .findFirst()
                .orElseThrow();
        assertTrue(add.inputs().contains(direct.input("small")));
        assertEquals(List.of("Expand", "Add", "Neg"), operators(direct), "nothing else tells Neg how wide it is");
    }
}
