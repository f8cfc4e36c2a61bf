package org.cotangent.testkit;

import static org.cotangent.testkit.ControlFlow.loop;
import static org.cotangent.testkit.ControlFlow.number;
import static org.cotangent.testkit.GraphRuns.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** What loops compute, in plans. */
class LoopTest {
    private final GraphRuns runs = new GraphRuns();
    private final Cotangent engine = runs.engine();
    private final Tensor x = Tensor.vector(1.0, 2.0, 3.0);

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
            List<Datum> out = runs.run((f, in) -> doubled(f, number(f, trips), in.getFirst()), x);
            assertArrayEquals(x.toDoubles(), doubles(out.get(0)));
            assertEquals(Shape.of(0, 6), ((Tensor) out.get(1)).shape());
        }
    }

    @Test
    void whatALoopThatDoesNotRunPassesOnHasMemoryOfItsOwn() {
        List<Datum> out = runs.run(
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
        List<Datum> out = runs.run(
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
        assertArrayEquals(
                new double[] {5},
                doubles(runs.run((f, in) -> body.apply(f, null)).getFirst()));
        assertArrayEquals(
                new double[] {2},
                doubles(runs.run((f, in) -> body.apply(f, f.constant(Tensor.of(new boolean[] {true}))))
                        .getFirst()));
    }

    @Test
    void aLoopWithoutEndIsRefused() {
        assertThrows(
                TypeException.class,
                () -> runs.run(
                        (f, in) ->
                                loop(f, null, null, 1, (g, b) -> List.of(b.get(1), b.get(2)), List.of(in.getFirst())),
                        x));
    }

    @Test
    void shapesMayChangeInManyWays() {
        List<Datum> out = runs.run(
                (f, in) -> loop(
                        f,
                        number(f, 20),
                        null,
                        1,
                        (g, b) -> List.of(
                                b.get(1), g.concat(0, List.of(b.get(2), g.cast(g.reshape(b.get(0), 1), DType.DOUBLE)))),
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
                () -> runs.run(
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
    void constantsOfWholeNumbersAreKnownWithinGraphs() {
        Graph graph = runs.graph(
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
        Graph graph = runs.graph((f, in) -> doubled(f, number(f, 30), in.getFirst()), x.type());
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
    void everyIterationDrawsItsOwnNumbers() {
        Graph graph = runs.graph(
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
        Graph graph = runs.graph(
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
}
