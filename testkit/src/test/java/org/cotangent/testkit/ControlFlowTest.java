package org.cotangent.testkit;

import static org.cotangent.testkit.ControlFlow.branch;
import static org.cotangent.testkit.ControlFlow.loop;
import static org.cotangent.testkit.ControlFlow.map;
import static org.cotangent.testkit.ControlFlow.number;
import static org.cotangent.testkit.ControlFlow.scan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.Variable;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.UnsupportedException;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What branches and loops compute, in plans and eagerly. */
class ControlFlowTest {
    private static final TensorType ANY_VECTOR =
            new TensorType(DType.DOUBLE, Shape.of(List.of(Dim.symbol("n"))));

    private final Cotangent engine = new GraphLaws().engine();
    private final Tensor x = Tensor.vector(1.0, 2.0, 3.0);

    private Graph graph(BiFunction<Formulas, List<Value>, List<Value>> function, TensorType... inputs) {
        GraphBuilder builder = engine.graph("test");
        List<Value> values = new ArrayList<>();
        for (TensorType type : inputs) {
            values.add(builder.input("x" + values.size(), type));
        }
        int i = 0;
        for (Value output : function.apply(new Formulas(builder), values)) {
            builder.output("y" + i++, output);
        }
        return builder.build();
    }

    private List<Datum> run(BiFunction<Formulas, List<Value>, List<Value>> function, Tensor... inputs) {
        TensorType[] types = new TensorType[inputs.length];
        Map<String, Datum> given = new HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            types[i] = inputs[i].type();
            given.put("x" + i, inputs[i]);
        }
        try (Session session = engine.plan(graph(function, types), Map.of()).newSession()) {
            return List.copyOf(session.runValues(given).values());
        }
    }

    private static double[] doubles(@Nullable Datum datum) {
        return ((Tensor) Objects.requireNonNull(datum)).toDoubles();
    }

    private static List<Value> doubled(Formulas f, Value trips, Value x) {
        return loop(
                f,
                trips,
                null,
                2,
                (g, b) -> {
                    Value next = g.mul(b.get(2), 2);
                    return List.of(b.get(1), next, g.concat(0, List.of(next, next)));
                },
                List.of(x));
    }

    @Test
    void noIterationLeavesTheFirstValuesAndEmptyStacks() {
        for (long trips : new long[] {0, -3}) {
            List<Datum> out = run((f, in) -> doubled(f, number(f, trips), in.getFirst()), x);
            assertArrayEquals(x.toDoubles(), doubles(out.get(0)));
            assertEquals(Shape.of(0, 6), ((Tensor) out.get(1)).shape());
        }
    }

    @Test
    void whatALoopThatDoesNotRunPassesOnHasMemoryOfItsOwn() {
        List<Datum> out = run(
                (f, in) -> {
                    Value start = f.mul(in.getFirst(), 3);
                    Value never = f.less(f.reduceSum(in.getFirst(), false), f.scalar(DType.DOUBLE, 0));
                    Value kept = loop(
                                    f,
                                    null,
                                    never,
                                    1,
                                    (g, b) -> List.of(b.get(1), g.concat(0, List.of(b.get(2), b.get(2)))),
                                    List.of(start))
                            .getFirst();
                    Value other = f.exp(f.matmul(f.unsqueeze(f.exp(in.getFirst()), 1), f.unsqueeze(in.getFirst(), 0)));
                    return List.of(f.neg(kept), f.reduceSum(f.sin(other), false));
                },
                x);
        assertArrayEquals(new double[] {-3, -6, -9}, doubles(out.getFirst()));
    }

    @Test
    void viewsOfWhatDependsOnTheDataKeepTheirMemory() {
        List<Datum> out = run(
                (f, in) -> {
                    Value tripled = f.mul(in.getFirst(), 3);
                    Value rows = f.op("Size", f.op("NonZero", f.greater(in.getFirst(), f.scalar(DType.DOUBLE, 0))));
                    Value view = f.reshape(tripled, f.concat(0, List.of(f.reshape(rows, 1), f.integers(1))));
                    Value other = f.exp(f.mul(f.neg(in.getFirst()), f.neg(in.getFirst())));
                    return List.of(f.neg(view), f.exp(other));
                },
                x);
        assertArrayEquals(new double[] {-3, -6, -9}, doubles(out.getFirst()));
    }

    @Test
    void theConditionThatTheBodyGivesCountsOnlyIfThereIsOne() {
        BiFunction<Formulas, Value, List<Value>> body = (f, condition) -> loop(
                f,
                number(f, 5),
                condition,
                1,
                (g, b) -> List.of(
                        g.less(b.get(0), g.constant(Tensor.scalar(1L))), g.add(b.get(2), g.scalar(DType.DOUBLE, 1))),
                List.of(f.scalar(DType.DOUBLE, 0)));
        assertArrayEquals(new double[] {5}, doubles(run((f, in) -> body.apply(f, null)).getFirst()));
        assertArrayEquals(
                new double[] {2},
                doubles(run((f, in) -> body.apply(f, f.constant(Tensor.of(new boolean[] {true})))).getFirst()));
    }

    @Test
    void aLoopWithoutEndIsRefused() {
        assertThrows(
                TypeException.class,
                () -> run((f, in) -> loop(f, null, null, 1, (g, b) -> List.of(b.get(1), b.get(2)), List.of(in.getFirst())), x));
    }

    @Test
    void shapesMayChangeInManyWays() {
        List<Datum> out = run(
                (f, in) -> loop(
                        f,
                        number(f, 20),
                        null,
                        1,
                        (g, b) -> List.of(b.get(1), g.concat(0, List.of(b.get(2), g.cast(g.reshape(b.get(0), 1), DType.DOUBLE)))),
                        List.of(in.getFirst())),
                x);
        double[] expected = new double[23];
        System.arraycopy(x.toDoubles(), 0, expected, 0, 3);
        IntStream.range(0, 20).forEach(i -> expected[3 + i] = i);
        assertArrayEquals(expected, doubles(out.getFirst()));
    }

    @Test
    void whatIsStackedMustKeepItsShape() {
        assertThrows(
                ShapeException.class,
                () -> run(
                        (f, in) -> loop(
                                f,
                                number(f, 2),
                                null,
                                2,
                                (g, b) -> {
                                    Value next = g.concat(0, List.of(b.get(2), b.get(2)));
                                    return List.of(b.get(1), next, next);
                                },
                                List.of(in.getFirst())),
                        x));
    }

    @Test
    void conditionsThatAreKnownLeaveNoBranch() {
        Graph graph = graph(
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
                specialised.nodes().stream().map(node -> node.operator().id().type()).toList());
    }

    @Test
    void aBranchThatDoesNotFitFailsOnlyIfItRuns() {
        Graph graph = graph(
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
                    new double[] {-1, -2, -3}, doubles(session.runValues(Map.of("x0", x)).get("y0")));
            Map<String, Tensor> negative = Map.of("x0", Tensor.vector(-1.0, -2.0, -3.0));
            assertThrows(ShapeException.class, () -> session.runValues(negative));
        }
    }

    @Test
    void constantsOfWholeNumbersAreKnownWithinGraphs() {
        Graph graph = graph(
                (f, in) -> loop(
                        f,
                        number(f, 2),
                        null,
                        1,
                        (g, b) -> List.of(b.get(1), g.reshape(b.get(2), b.get(3))),
                        List.of(in.getFirst()),
                        f.op("Concat", Attributes.of("axis", 0), f.integers(1), f.shapeOf(in.getFirst()))),
                TensorType.of(DType.DOUBLE, 1, 3));
        Graph specialised = Pruning.live(engine.specialise(graph, Map.of()));
        assertEquals(1, specialised.nodes().size());
        Graph body = specialised.nodes().getFirst().attributes().graph("body").body();
        assertEquals(3, body.inputs().size());
        assertTrue(body.nodes().getLast().outputs().getFirst().shape().isRanked());
    }

    @Test
    void sessionsOfOnePlanRunAtTheSameTime() {
        Graph graph = graph((f, in) -> doubled(f, number(f, 30), in.getFirst()), x.type());
        Plan plan = engine.plan(graph, Map.of());
        List<CompletableFuture<double[]>> runs = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try (Session session = plan.newSession()) {
                        double[] last = {};
                        for (int n = 0; n < 5; n++) {
                            last = Objects.requireNonNull(session.run(Map.of("x0", Tensor.full(DType.DOUBLE, i, 3)))
                                            .get("y0"))
                                    .toDoubles();
                        }
                        return last;
                    }
                }))
                .toList();
        for (int i = 0; i < runs.size(); i++) {
            double value = i * (double) (1L << 30);
            assertArrayEquals(new double[] {value, value, value}, runs.get(i).join());
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
        List<Datum> forward = run(
                (f, in) -> f.call("", "Scan", with.apply(base, f), 2, f.constant(Tensor.vector(0.0, 0.0)), in.getFirst()),
                data);
        assertArrayEquals(new double[] {1, 4, 3, 9, 6, 15}, doubles(forward.get(1)));
        Attributes backwards = base.with("scan_input_directions", new long[] {1})
                .with("scan_output_directions", new long[] {1})
                .with("scan_output_axes", new long[] {1});
        List<Datum> backward = run(
                (f, in) -> f.call("", "Scan", with.apply(backwards, f), 2, f.constant(Tensor.vector(0.0, 0.0)), in.getFirst()),
                data);
        assertArrayEquals(new double[] {6, 15}, doubles(backward.get(0)));
        assertArrayEquals(new double[] {6, 5, 3, 15, 11, 6}, doubles(backward.get(1)));
        assertThrows(
                ShapeException.class,
                () -> run(
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
        List<Datum> out = run((f, in) -> {
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
        Variable point = eager.variable(x);
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
        Tensor gradient = eager.grad(f.reduceSum(positive, false), List.of(point)).getFirst();
        assertArrayEquals(new double[] {8, 64, 216}, gradient.toDoubles());
    }

    @Test
    void everyIterationDrawsItsOwnNumbers() {
        Graph graph = graph(
                (f, in) -> loop(
                        f,
                        number(f, 2),
                        null,
                        2,
                        (g, b) -> List.of(b.get(1), b.get(2), g.op("RandomUniformLike", b.get(2))),
                        List.of(in.getFirst())),
                x.type());
        try (Session session = engine.plan(graph, Map.of()).newSession()) {
            session.seed(1);
            double[] first = doubles(session.runValues(Map.of("x0", x)).get("y1"));
            double[] second = doubles(session.runValues(Map.of("x0", x)).get("y1"));
            session.seed(1);
            assertArrayEquals(first, doubles(session.runValues(Map.of("x0", x)).get("y1")));
            assertTrue(first[0] != first[3] && first[0] != second[0]);
        }
    }

    @Test
    void numbersThatWouldBeDrawnAgainAreNoPartOfDerivatives() {
        Graph graph = graph(
                (f, in) -> loop(
                        f,
                        number(f, 2),
                        null,
                        1,
                        (g, b) -> List.of(b.get(1), g.mul(b.get(2), g.op("RandomUniformLike", b.get(2)))),
                        List.of(in.getFirst())),
                x.type());
        assertThrows(
                UnsupportedException.class,
                () -> engine.differentiation().vjp(engine.specialise(graph, Map.of()), List.of("x0")));
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
        List<Finding> findings = new GradientCheck(engine, 1).of(builder.build(), Map.of("data", point));
        assertEquals(List.of(), Laws.failures(findings));
        assertEquals(6, findings.size());
    }
}
