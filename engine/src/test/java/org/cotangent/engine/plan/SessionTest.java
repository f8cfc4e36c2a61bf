package org.cotangent.engine.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final TensorType FLOATS = TensorType.of(DType.FLOAT, 2);

    /** {@code p <- p + x}, {@code q <- p * x}, with the old p in both. */
    private static Graph updating(Tensor p, Tensor q) {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", FLOATS);
        Value first = graph.parameter("p", p);
        Value second = graph.parameter("q", q);
        Value next = graph.apply("Add", first, x);
        graph.update(first, next);
        graph.update(second, graph.apply("Mul", first, x));
        graph.output("total", graph.apply("Total", next));
        return graph.build();
    }

    @Test
    void updatesSeeTheOldParameters() {
        Tensor p = Toys.floats(1, 2);
        Tensor q = Toys.floats(0, 0);
        try (Session session = Toys.plan(updating(p, q)).newSession()) {
            session.run(Map.of("x", Toys.floats(10, 20)));
            assertArrayEquals(new float[] {11, 22}, p.toFloats());
            assertArrayEquals(new float[] {10, 40}, q.toFloats());
            session.run(Map.of("x", Toys.floats(1, 1)));
            assertArrayEquals(new float[] {12, 23}, p.toFloats());
            assertArrayEquals(new float[] {11, 22}, q.toFloats());
        }
    }

    @Test
    void outputsAreNotOverwrittenByTheNextRun() {
        Graph graph = updating(Toys.floats(0, 0), Toys.floats(0, 0));
        try (Session session = Toys.plan(graph).newSession()) {
            Tensor first = Objects.requireNonNull(
                    session.run(Map.of("x", Toys.floats(1, 2))).get("total"));
            session.run(Map.of("x", Toys.floats(5, 6)));
            assertEquals(3, first.getDouble(0));
        }
    }

    @Test
    void aClosedSessionRefusesToRun() {
        Session session =
                Toys.plan(updating(Toys.floats(0, 0), Toys.floats(0, 0))).newSession();
        session.close();
        session.close();
        assertThrows(IllegalStateException.class, () -> session.run(Map.of("x", Toys.floats(1, 2))));
    }

    @Test
    void aProfileCountsTheRunsAndStepsSinceItWasAskedFor() {
        try (Session session =
                Toys.plan(updating(Toys.floats(0, 0), Toys.floats(0, 0))).newSession()) {
            session.run(Map.of("x", Toys.floats(1, 2)));
            Profile profile = session.profile();
            assertEquals(0, profile.runs());
            session.run(Map.of("x", Toys.floats(1, 2)));
            session.run(Map.of("x", Toys.floats(1, 2)));
            assertEquals(2, profile.runs());
            List<Profile.Line> kinds = profile.kinds();
            assertEquals(
                    profile.steps().size(),
                    kinds.stream().mapToInt(Profile.Line::count).sum());
            assertTrue(kinds.stream().anyMatch(line -> line.kind().startsWith("Total <- portable")), kinds::toString);
            assertTrue(kinds.stream().allMatch(line -> line.milliseconds() > 0), kinds::toString);
        }
    }
}
