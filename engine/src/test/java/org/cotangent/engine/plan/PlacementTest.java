package org.cotangent.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
    private static final TensorType FLOATS = TensorType.of(DType.FLOAT, 2);
    private static final long BLOCK = 1 << 20;

    private static Plan plan(Graph graph, SlowDevice device, Fallback fallback) {
        KernelSelector selector = device.selector();
        return new Planner(Toys.OPERATORS, selector, Toys.calls(), Toys.calls(), null, fallback).plan(graph);
    }

    private static Plan plan(Graph graph, SlowDevice device) {
        return plan(graph, device, Fallback.ALLOW);
    }

    private static float[] floats(Map<String, Tensor> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name).toFloats();
    }

    /** {@code p <- p + x} on the device, {@code q <- total(p x)}, which the host computes. */
    private static Graph updating(Tensor p, Tensor q) {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value first = graph.parameter("p", p);
        Value second = graph.parameter("q", q);
        graph.update(first, graph.apply("Add", first, x));
        graph.update(second, graph.apply("Total", graph.apply("Mul", first, x)));
        graph.output("sum", graph.apply("Add", first, second));
        return graph.build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parametersFollowTheRunsWhereverTheyStand(boolean sharing) {
        SlowDevice device = new SlowDevice(sharing, BLOCK);
        Tensor p = Toys.floats(1, 2);
        Tensor q = Toys.floats(0, 0);
        try (Session session = plan(updating(p, q), device).newSession()) {
            Map<String, Tensor> first = session.run(Map.of("x", Toys.floats(10, 20)));
            assertArrayEquals(new float[] {1, 2}, floats(first, "sum"));
            assertArrayEquals(new float[] {11, 22}, p.toFloats());
            assertArrayEquals(new float[] {50, 50}, q.toFloats());
            p.setDouble(0, 0); // somebody else writes it
            Map<String, Tensor> second = session.run(Map.of("x", Toys.floats(1, 1)));
            assertArrayEquals(new float[] {50, 72}, floats(second, "sum"));
            assertArrayEquals(new float[] {1, 23}, p.toFloats());
            assertArrayEquals(new float[] {22, 22}, q.toFloats());
        }
        assertEquals(0, device.open());
    }

    @Test
    void heldParametersStayOnTheDeviceUntilTheyAreFetched() {
        SlowDevice device = new SlowDevice(false, BLOCK);
        Tensor p = Toys.floats(1, 2);
        Tensor q = Toys.floats(0, 0);
        try (Session session = plan(updating(p, q), device).newSession()) {
            session.holdParameters();
            session.run(Map.of("x", Toys.floats(10, 20)));
            session.run(Map.of("x", Toys.floats(1, 1)));
            assertArrayEquals(new float[] {1, 2}, p.toFloats());
            assertArrayEquals(new float[] {12, 23}, session.parameter("p").toFloats());
            assertArrayEquals(new float[] {12, 23}, p.toFloats());
            p.copyFrom(Toys.floats(5, 5));
            session.renewParameters();
            session.run(Map.of("x", Toys.floats(1, 2)));
            session.fetchParameters();
            assertArrayEquals(new float[] {6, 7}, p.toFloats());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHostReadsHeldParametersAsTheyAre(boolean sharing) {
        SlowDevice device = new SlowDevice(sharing, BLOCK);
        GraphBuilder graph = Toys.graph();
        Value parameter = graph.parameter("p", Toys.floats(1, 2));
        graph.update(parameter, graph.apply("Add", parameter, graph.input("x", FLOATS)));
        graph.output("total", graph.apply("Total", parameter));
        try (Session session = plan(graph.build(), device).newSession()) {
            session.holdParameters();
            session.run(Map.of("x", Toys.floats(10, 20)));
            Map<String, Tensor> second = session.run(Map.of("x", Toys.floats(1, 1)));
            assertArrayEquals(new float[] {33, 33}, floats(second, "total"));
            assertArrayEquals(new float[] {12, 23}, session.parameter("p").toFloats());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aParameterThatIsDeliveredIsThatOfBefore(boolean sharing) {
        Tensor p = Toys.floats(1, 2);
        GraphBuilder graph = Toys.graph();
        Value parameter = graph.parameter("p", p);
        graph.update(parameter, graph.apply("Neg", parameter));
        graph.output("before", parameter);
        try (Session session =
                plan(graph.build(), new SlowDevice(sharing, BLOCK)).newSession()) {
            assertArrayEquals(new float[] {1, 2}, floats(session.run(Map.of()), "before"));
            assertArrayEquals(new float[] {-1, -2}, p.toFloats());
            assertArrayEquals(new float[] {-1, -2}, floats(session.run(Map.of()), "before"));
        }
    }

    @Test
    void theReportTellsWhatIsCopiedAndWhatTheHostComputes() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value total = graph.apply("Total", graph.apply("Neg", x));
        graph.output("y", graph.apply("Mul", total, x));
        Plan plan = plan(graph.build(), new SlowDevice(false, BLOCK));
        assertEquals(new Transfers(2, 16, 2, 16), plan.transfers());
        assertEquals(1, plan.fallbacks().size());
        assertTrue(plan.fallbacks().getFirst().contains("slow declined: not elementwise"), plan::toString);
    }

    @Test
    void whereTheHostMustNotHelpTheErrorNamesTheNodes() {
        GraphBuilder graph = Toys.graph();
        graph.output("y", graph.apply("Total", graph.input("x", FLOATS)));
        Graph built = graph.build();
        SlowDevice device = new SlowDevice(false, BLOCK);
        UnsupportedException refusal =
                assertThrows(UnsupportedException.class, () -> plan(built, device, Fallback.FAIL));
        assertTrue(String.valueOf(refusal.getMessage()).contains("Total node"), refusal::toString);
    }

    @Test
    void anArenaLargerThanABlockTakesSeveral() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", TensorType.of(DType.FLOAT, 64));
        Value sum = x;
        List<Value> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sum = graph.apply("Total", graph.apply("Add", sum, x));
            kept.add(graph.apply("Neg", sum));
        }
        for (int i = 0; i < kept.size(); i++) {
            graph.output("y" + i, kept.get(i));
        }
        Graph built = graph.build();
        Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[64], 64));
        Objects.requireNonNull(inputs.get("x")).setDouble(3, 1);
        SlowDevice small = new SlowDevice(false, 512);
        try (Session split = plan(built, small).newSession();
                Session whole = Toys.plan(built).newSession()) {
            Map<String, Tensor> expected = whole.run(inputs);
            split.run(inputs).forEach((name, tensor) -> assertArrayEquals(floats(expected, name), tensor.toFloats()));
        }
        assertEquals(0, small.open());
    }

    /** Each number adds an operator: its kind and its inputs. */
    @Property(tries = 300)
    void plansOnADeviceComputeWhatPlansOnTheHostDo(@ForAll List<Integer> choices, @ForAll boolean sharing) {
        Tensor p = Toys.floats(0.5f, -1);
        Tensor q = Toys.floats(2, 0.25f);
        Graph onHost = random(choices, p.copy(), q.copy());
        Graph onDevice = random(choices, p, q);
        SlowDevice device = new SlowDevice(sharing, BLOCK);
        try (Session expected = Toys.plan(onHost).newSession();
                Session actual = plan(onDevice, device).newSession()) {
            for (int run = 0; run < 2; run++) {
                Map<String, Tensor> inputs = Map.of("x", Toys.floats(run + 1, 3));
                Map<String, Tensor> outputs = expected.run(inputs);
                actual.run(inputs)
                        .forEach((name, tensor) -> assertArrayEquals(floats(outputs, name), tensor.toFloats(), name));
                for (String name : List.of("p", "q")) {
                    assertArrayEquals(
                            expected.parameter(name).toFloats(),
                            actual.parameter(name).toFloats());
                }
            }
        }
        assertEquals(0, device.open());
    }

    private static Graph random(List<Integer> choices, Tensor p, Tensor q) {
        GraphBuilder graph = Toys.graph();
        Value first = graph.parameter("p", p);
        Value second = graph.parameter("q", q);
        List<Value> values = new ArrayList<>(List.of(graph.input("x", FLOATS), first, second));
        for (int choice : choices) {
            Value a = values.get(Math.floorMod(choice / 4, values.size()));
            Value b = values.get(Math.floorMod(choice / 64, values.size()));
            values.add(
                    switch (Math.floorMod(choice, 4)) {
                        case 0 -> graph.apply("Add", a, b);
                        case 1 -> graph.apply("Total", a);
                        case 2 -> graph.apply("Neg", a);
                        default -> graph.apply("Where", graph.apply("Less", a, b), b, a);
                    });
        }
        graph.update(first, values.getLast());
        graph.update(second, values.get(values.size() / 2));
        graph.output("y", values.get(values.size() * 2 / 3));
        graph.output("z", values.getLast());
        return graph.build();
    }
}
