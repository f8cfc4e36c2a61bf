package org.cotangent.testkit;

import static org.cotangent.testkit.ControlFlow.branch;
import static org.cotangent.testkit.ControlFlow.loop;
import static org.cotangent.testkit.ControlFlow.map;
import static org.cotangent.testkit.ControlFlow.number;
import static org.cotangent.testkit.ControlFlow.scan;
import static org.cotangent.testkit.GraphRuns.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** What branches, scans and maps compute, in plans and eagerly. */
class ControlFlowTest {
    private static final TensorType ANY_VECTOR = new TensorType(DType.DOUBLE, Shape.of(List.of(Dim.symbol("n"))));

    private final GraphRuns runs = new GraphRuns();
    private final Cotangent engine = runs.engine();
    private final Tensor x = Tensor.vector(1.0, 2.0, 3.0);

    @Test
    void conditionsThatAreKnownLeaveNoBranch() {
        Graph graph = runs.graph(
                (f, in) -> branch(
                        f,
                        f.equal(f.shapeOf(in.getFirst()), f.integers(3)),
                        1,
                        (g, c) -> List.of(g.neg(c.getFirst())),
                        (g, c) -> List.of(g.squeeze(c.getFirst(), 0)),
                        in.getFirst()),
                ANY_VECTOR);
        Graph specialised = Pruning.live(engine.specialise(graph, Map.of("x0", x.type())));
        assertEquals(
                List.of("Neg"),
                specialised.nodes().stream()
                        .map(node -> node.operator().id().type())
                        .toList());
    }

    @Test
    void aBranchThatDoesNotFitFailsOnlyIfItRuns() {
        Graph graph = runs.graph(
                (f, in) -> branch(
                        f,
                        f.greater(f.reduceSum(in.getFirst(), false), f.scalar(DType.DOUBLE, 0)),
                        1,
                        (g, c) -> List.of(g.neg(c.getFirst())),
                        (g, c) -> List.of(g.reshape(c.getFirst(), 2, 2)),
                        in.getFirst()),
                ANY_VECTOR);
        try (Session session = engine.plan(graph, Map.of("x0", x.type())).newSession()) {
            assertArrayEquals(
                    new double[] {-1, -2, -3},
                    doubles(session.runValues(Map.of("x0", x)).get("y0")));
            Map<String, Tensor> negative = Map.of("x0", Tensor.vector(-1.0, -2.0, -3.0));
            assertThrows(ShapeException.class, () -> session.runValues(negative));
        }
    }

    @Test
    void aScanTakesSlicesApartInBothDirections() {
        Tensor data = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        BiFunction<Attributes, Formulas, Attributes> with = (attributes, f) -> attributes.with(
                "body",
                ControlFlow.graph(
                        f,
                        0,
                        (g, b) -> {
                            Value sum = g.add(b.get(0), b.get(1));
                            return List.of(sum, sum);
                        },
                        List.of(TensorType.of(DType.DOUBLE, 2), TensorType.of(DType.DOUBLE, 2))));
        Attributes base = Attributes.of("num_scan_inputs", 1L).with("scan_input_axes", new long[] {-1});
        List<Datum> forward = runs.run(
                (f, in) ->
                        f.call("", "Scan", with.apply(base, f), 2, f.constant(Tensor.vector(0.0, 0.0)), in.getFirst()),
                data);
        assertArrayEquals(new double[] {1, 4, 3, 9, 6, 15}, doubles(forward.get(1)));
        Attributes backwards = base.with("scan_input_directions", new long[] {1})
                .with("scan_output_directions", new long[] {1})
                .with("scan_output_axes", new long[] {1});
        List<Datum> backward = runs.run(
                (f, in) -> f.call(
                        "", "Scan", with.apply(backwards, f), 2, f.constant(Tensor.vector(0.0, 0.0)), in.getFirst()),
                data);
        assertArrayEquals(new double[] {6, 15}, doubles(backward.get(0)));
        assertArrayEquals(new double[] {6, 5, 3, 15, 11, 6}, doubles(backward.get(1)));
        assertThrows(
                ShapeException.class,
                () -> runs.run(
                        (f, in) -> scan(
                                f,
                                1,
                                (g, b) -> List.of(g.add(b.get(0), g.add(b.get(1), b.get(2)))),
                                List.of(f.scalar(DType.DOUBLE, 0)),
                                List.of(in.get(0), in.get(1))),
                        x,
                        Tensor.vector(1.0)));
    }

    @Test
    void aMapOfNothingIsNothing() {
        List<Datum> out = runs.run((f, in) -> {
            Value empty = f.op("SequenceEmpty", Attributes.of("dtype", (long) DType.DOUBLE.code()));
            return map(f, 1, (g, b) -> List.of(g.op("Shape", b.getFirst())), List.of(empty));
        });
        TensorSequence sequence = (TensorSequence) out.getFirst();
        assertEquals(0, sequence.length());
        assertEquals(DType.INT64, sequence.dtype());
    }

    @Test
    void eagerValuesGoThroughLoopsAndBranches() {
        Eager eager = engine.eager();
        Formulas f = eager.formulas();
        EagerValue point = eager.variable(x);
        Value out = loop(
                        f,
                        number(f, 3),
                        null,
                        1,
                        (g, b) -> List.of(b.get(1), g.mul(b.get(2), b.get(3))),
                        List.of(point),
                        point)
                .getFirst();
        Value positive = branch(
                        f,
                        f.greater(f.reduceSum(point, false), f.scalar(DType.DOUBLE, 0)),
                        1,
                        (g, c) -> List.of(g.mul(c.getFirst(), 2)),
                        (g, c) -> List.of(g.neg(c.getFirst())),
                        out)
                .getFirst();
        assertArrayEquals(new double[] {2, 32, 162}, eager.tensor(positive).toDoubles());
        Tensor gradient =
                eager.grad(f.reduceSum(positive, false), List.of(point)).getFirst();
        assertArrayEquals(new double[] {8, 64, 216}, gradient.toDoubles());
    }

    @Test
    void gradientsOfWholeGraphsAreChecked() {
        GraphBuilder builder = engine.graph("recurrent");
        Formulas f = new Formulas(builder);
        Value data = builder.input("data", TensorType.of(DType.FLOAT, 3, 2));
        Value weight = builder.parameter("weight", Tensor.of(new float[] {0.5f, -0.25f, 0.75f, 0.1f}, 2, 2));
        List<Value> out = scan(
                f,
                2,
                (g, b) -> {
                    Value next = g.tanh(g.add(g.matmul(b.get(0), b.get(2)), b.get(1)));
                    return List.of(next, g.mul(next, 0.5));
                },
                List.of(f.constant(Tensor.allocate(DType.FLOAT, 2))),
                List.of(data),
                weight);
        builder.output("last", out.get(0));
        builder.output("all", out.get(1));
        Tensor point = Tensor.of(new float[] {1, -0.5f, 0.25f, 2, -1, 0.75f}, 3, 2);
        List<Finding> findings = GradientCheck.of(builder.build(), engine)
                .at(Map.of("data", point))
                .withSeed(1)
                .findings();
        assertEquals(List.of(), Laws.failures(findings));
        assertEquals(6, findings.size());
    }
}
