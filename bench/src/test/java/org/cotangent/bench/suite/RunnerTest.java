package org.cotangent.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What the runner makes of sides that agree, differ, fail or are missing. */
class RunnerTest {
    private final Runner runner = new Runner(new Setting(Cotangent.load(), 1, null, Path.of("")), 3, 0, true);

    private record Constant(Supplier<Tensor> value) implements Side {
        @Override
        public void run() {}

        @Override
        public Map<String, Tensor> results() {
            return Map.of("y", value.get());
        }

        @Override
        public void close() {}
    }

    private record Pair(Supplier<Tensor> left, Supplier<Tensor> right) implements Workload {
        @Override
        public String name() {
            return "pair";
        }

        @Override
        public Kind kind() {
            return Kind.INFERENCE;
        }

        @Override
        public double tolerance() {
            return 1e-3;
        }

        @Override
        public void loadPeer() {}

        @Override
        public Side ours(Setting setting) {
            return new Constant(left);
        }

        @Override
        public Side theirs(Setting setting) {
            return new Constant(right);
        }
    }

    private Outcome outcome(Supplier<Tensor> left, Supplier<Tensor> right) {
        return runner.run(new Pair(left, right)).outcome();
    }

    private static Supplier<Tensor> vector(float... values) {
        return () -> Tensor.vector(values);
    }

    @Test
    void equalResultsAreTimed() {
        Outcome.Measured measured = assertInstanceOf(Outcome.Measured.class, outcome(vector(1, 2.001f), vector(1, 2)));
        assertTrue(measured.difference() > 0);
    }

    @Test
    void differingResultsAreErrors() {
        Outcome.Differs differs = assertInstanceOf(Outcome.Differs.class, outcome(vector(1, 2.1f), vector(1, 2)));
        assertEquals(0.05, differs.difference(), 1e-6);
    }

    @Test
    void resultsThatAreNoNumbersOrOfOtherSizesAreErrors() {
        assertInstanceOf(Outcome.Differs.class, outcome(vector(Float.NaN, 2), vector(1, 2)));
        assertInstanceOf(Outcome.Differs.class, outcome(vector(1, 2), vector(1, Float.NaN)));
        assertInstanceOf(Outcome.Differs.class, outcome(vector(1, 2, 3), vector(1, 2)));
    }

    @Test
    void failuresAndMissingThingsAreOutcomes() {
        assertEquals(
                new Outcome.Failed("broken"),
                outcome(
                        () -> {
                            throw new CotangentException("broken");
                        },
                        vector(1)));
        assertEquals(new Outcome.Skipped("missing"), outcome(vector(1), () -> {
            throw new Unavailable("missing");
        }));
    }
}
