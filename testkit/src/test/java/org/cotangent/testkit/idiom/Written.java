package org.cotangent.testkit.idiom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** A graph as an exporter would write it, and what its plan makes of it. */
final class Written {
    private static final Cotangent COTANGENT = Cotangent.load();

    private final GraphBuilder builder = COTANGENT.graph("written");
    private final Formulas formulas = new Formulas(builder);
    private final SplittableRandom random;

    Written(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Formulas formulas() {
        return formulas;
    }

    Value input(String name, DType dtype, long... sizes) {
        return builder.input(name, TensorType.of(dtype, sizes));
    }

    /** {@return a constant of normally distributed elements} */
    Value constant(DType dtype, long... sizes) {
        return builder.constant(elements(dtype, sizes));
    }

    /** {@return a constant of elements between 1/2 and 3/2} */
    Value positive(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, 0.5 + random.nextDouble());
        }
        return builder.constant(tensor);
    }

    void output(Value value) {
        builder.output("out " + value.name(), value);
    }

    private Tensor elements(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextGaussian());
        }
        return tensor;
    }

    /** {@return the types of the operators that are run} */
    private List<String> planned() {
        return COTANGENT.plan(builder.build(), Map.of()).graph().nodes().stream()
                .map(node -> node.operator().id().type())
                .toList();
    }

    /** Asserts that the operator is run, alone if nothing else is named, and that it computes what was written. */
    void becomes(double tolerance, String... operators) {
        assertEquals(List.of(operators), planned());
        agrees(tolerance);
    }

    /** Asserts that the operator is not made of what was written. */
    void staysWithout(String operator) {
        assertFalse(planned().contains(operator), () -> "the plan runs " + planned());
    }

    /** Asserts that what is recognised before differentiation is this operator, and has the gradients of its parts. */
    void isDifferentiatedAs(String operator, double tolerance) {
        Graph graph = builder.build();
        Graph recognised = COTANGENT.recognise(graph);
        assertEquals(
                List.of(operator),
                recognised.liveNodes().stream()
                        .map(node -> node.operator().id().type())
                        .toList());
        List<String> names = List.copyOf(graph.inputs().keySet());
        Graph ofParts = COTANGENT.differentiation().vjp(graph, names);
        Map<String, Tensor> inputs = inputs(ofParts);
        agree(run(ofParts, inputs), run(COTANGENT.differentiation().vjp(recognised, names), inputs), tolerance);
    }

    /** Asserts that the plan computes what the nodes compute; where all values are wanted, no idiom is rewritten. */
    private void agrees(double tolerance) {
        Graph graph = builder.build();
        GraphBuilder open = GraphBuilder.from(graph, COTANGENT.operators());
        for (Node node : graph.nodes()) {
            for (Value value : node.outputs()) {
                open.output("inner " + value.name(), value);
            }
        }
        Map<String, Tensor> inputs = inputs(graph);
        agree(run(open.build(), inputs), run(graph, inputs), tolerance);
    }

    private Map<String, Tensor> inputs(Graph graph) {
        Map<String, Tensor> inputs = new HashMap<>();
        graph.inputs()
                .forEach((name, value) ->
                        inputs.put(name, elements(value.dtype(), value.shape().sizes())));
        return inputs;
    }

    private static void agree(Map<String, Tensor> expected, Map<String, Tensor> results, double tolerance) {
        results.forEach((name, found) -> {
            Tensor tensor = Objects.requireNonNull(expected.get(name));
            assertEquals(tensor.type(), found.type());
            for (long i = 0; i < tensor.elements(); i++) {
                double wanted = tensor.getDouble(i);
                double difference = Math.abs(found.getDouble(i) - wanted);
                long place = i;
                assertTrue(
                        difference <= tolerance * (1 + Math.abs(wanted)),
                        () -> name + "[" + place + "] is " + found.getDouble(place) + ", not " + wanted);
            }
        });
    }

    private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (Session session = COTANGENT.plan(graph, Map.of()).newSession()) {
            return session.run(inputs);
        }
    }
}
