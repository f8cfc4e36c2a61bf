package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.AdamW;
import org.junit.jupiter.api.Test;

/** Steps that compute values again instead of keeping them take less memory and do the same, bit for bit. */
class ArenaBudgetTest {
    private static final int ROWS = 64;
    private static final int WIDTH = 16;
    private static final int STEPS = 3;

    private final Cotangent cotangent = Cotangent.load();

    /** Writes a network of these operations, drawn at random, in which values are read near and far. */
    private final class Network {
        private final SplittableRandom random;
        private final GraphBuilder builder = cotangent.graph("network");
        private final Formulas f = new Formulas(builder);
        private final List<Value> values = new ArrayList<>();

        Network(long seed) {
            random = new SplittableRandom(seed);
            values.add(builder.input("x", TensorType.of(DType.FLOAT, ROWS, WIDTH)));
        }

        private Value weight(long... sizes) {
            Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, random.nextDouble(-0.5, 0.5));
            }
            return builder.initializer("w" + values.size(), tensor);
        }

        private Value any() {
            return values.get(random.nextInt(Math.max(0, values.size() - 4), values.size()));
        }

        private Value next(Value x) {
            return switch (random.nextInt(9)) {
                case 0, 1, 2 -> f.matmul(x, weight(WIDTH, WIDTH));
                case 3 -> f.tanh(x);
                case 4 -> f.mul(f.sigmoid(x), any());
                case 5 -> f.add(x, any());
                case 6 -> f.op("Softmax", Attributes.of("axis", 1), x);
                case 7 -> f.op("LayerNormalization", Attributes.none(), x, weight(WIDTH));
                default -> f.op("Dropout", x, f.scalar(DType.FLOAT, 0.25), f.constant(Tensor.of(new boolean[] {true})));
            };
        }

        Graph graph(int depth) {
            for (int i = 0; i < depth; i++) {
                values.add(next(values.getLast()));
            }
            builder.output("y", f.matmul(values.getLast(), weight(WIDTH, WIDTH)));
            return builder.build();
        }
    }

    private static Training training(Cotangent cotangent, Graph graph) {
        return new Training(
                cotangent,
                graph,
                new TrainingStep.Recipe(
                        "y",
                        new MeanSquaredError(),
                        AdamW.decaying(0.01),
                        null,
                        graph.initializers().keySet().stream()
                                .map(Value::name)
                                .filter(name -> name.startsWith("w"))
                                .toList()));
    }

    private static Map<String, Tensor> batch() {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Tensor> batch = new LinkedHashMap<>();
        for (String name : List.of("x", TrainingStep.TARGETS)) {
            Tensor tensor = Tensor.allocate(DType.FLOAT, ROWS, WIDTH);
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, random.nextDouble(-1, 1));
            }
            batch.put(name, tensor);
        }
        return batch;
    }

    private static long arena(Training training) {
        try (Session session = training.planned(batch()).plan().newSession()) {
            return session.arenaBytes();
        }
    }

    /** {@return losses and parameters after some steps} */
    private static Map<String, double[]> run(Training training) {
        Map<String, double[]> results = new LinkedHashMap<>();
        for (int step = 0; step < STEPS; step++) {
            TrainingStep.Report report = training.step(0.01, batch());
            results.put("step " + step, new double[] {report.loss(), report.gradientNorm()});
        }
        training.parameters().forEach((name, tensor) -> results.put(name, tensor.toDoubles()));
        return results;
    }

    private static void assertSame(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, numbers) -> assertArrayEquals(numbers, actual.get(name), name));
    }

    @Property(tries = 25)
    void lessMemoryAndTheSameBits(
            @ForAll @IntRange(max = 1 << 20) int seed, @ForAll @IntRange(min = 50, max = 95) int percent) {
        Graph graph = new Network(seed).graph(24);
        try (Training plain = training(cotangent, graph)) {
            long budget = arena(plain) * percent / 100;
            Map<String, double[]> expected = run(plain);
            try (Training small = training(cotangent.withArenaBudget(budget), graph)) {
                assertTrue(arena(small) <= budget);
                assertSame(expected, run(small));
            } catch (UnsupportedException refused) {
                String message = Objects.requireNonNull(refused.getMessage());
                long smallest = Long.parseLong(message.replaceAll("(?s).*needs (\\d+) bytes.*", "$1"));
                assertTrue(smallest > budget, message);
                try (Training least = training(cotangent.withArenaBudget(smallest), graph)) {
                    assertTrue(arena(least) <= smallest);
                    assertSame(expected, run(least));
                }
            }
        }
    }

    /** A chain of layers keeps a value for each; with less memory it keeps some and computes the others again. */
    @Test
    void deepChainsDoWithHalf() {
        GraphBuilder builder = cotangent.graph("chain");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, ROWS, WIDTH));
        for (int layer = 0; layer < 32; layer++) {
            x = f.tanh(f.matmul(x, builder.initializer("w" + layer, Tensor.full(DType.FLOAT, 0.06, WIDTH, WIDTH))));
        }
        builder.output("y", x);
        Graph graph = builder.build();
        try (Training plain = training(cotangent, graph)) {
            long all = arena(plain);
            try (Training half = training(cotangent.withArenaBudget(all / 2), graph)) {
                assertTrue(arena(half) <= all / 2);
                assertSame(run(plain), run(half));
            }
        }
    }

    @Test
    void aBudgetThatCannotBeMetIsRefusedWithTheSmallestThatCan() {
        Graph graph = new Network(1).graph(8);
        try (Training training = training(cotangent.withArenaBudget(1000), graph)) {
            UnsupportedException refused = assertThrows(UnsupportedException.class, () -> training.planned(batch()));
            String message = Objects.requireNonNull(refused.getMessage());
            assertTrue(message.contains("the budget is 1000"), message);
        }
    }

    @Test
    void aBudgetThatIsLargeEnoughChangesNothing() {
        Graph graph = new Network(2).graph(12);
        try (Training plain = training(cotangent, graph);
                Training free = training(cotangent.withArenaBudget(1L << 30), graph)) {
            assertEquals(
                    plain.planned(batch()).plan().explain(),
                    free.planned(batch()).plan().explain());
        }
    }
}
