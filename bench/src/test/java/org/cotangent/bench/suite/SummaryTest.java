package org.cotangent.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cotangent.bench.Timing;
import org.cotangent.spi.backend.ProductPrecision;
import org.junit.jupiter.api.Test;

/** Means, tables and files of results that are made up. */
class SummaryTest {
    private static final List<Result> RESULTS = List.of(
            result("a", Kind.INFERENCE, measured(1, 2)),
            result("b", Kind.INFERENCE, measured(16, 2)),
            result("c", Kind.TRAINING, measured(3, 6)),
            result("d", Kind.TRAINING, new Outcome.Differs(Double.NaN, 1e-4)),
            result("e", Kind.INFERENCE, new Outcome.Skipped("no file")),
            result("f", Kind.INFERENCE, new Outcome.Failed("out of luck")));

    private static final Report REPORT = new Report(
            RESULTS, List.of(new Figure("memory", "a", 2, "MB", 3, 4), Figure.alone("growth", "10 nodes", 2, "ns", 5)));

    private static Result result(String name, Kind kind, Outcome outcome) {
        return new Result(name, kind, 2, outcome);
    }

    private static Outcome measured(double ours, double theirs) {
        return new Outcome.Measured(
                new Timing(ours, ours / 2, ours * 2), new Timing(theirs, theirs, theirs), 1e-6, List.of("1 ms Add"));
    }

    @Test
    void meansAreGeometricByKindAndThreadsAndOfWhatWasMeasured() {
        Map<Summary.Group, Double> means = Summary.of(RESULTS);
        assertEquals(2, means.size());
        assertEquals(2.0, means.getOrDefault(new Summary.Group(Kind.INFERENCE, 2), 0.0), 1e-12);
        assertEquals(0.5, means.getOrDefault(new Summary.Group(Kind.TRAINING, 2), 0.0), 1e-12);
    }

    @Test
    void resultsAreReadAsTheyWereWritten() {
        assertEquals(REPORT, ResultsJson.read(ResultsJson.write(Machine.facts(ProductPrecision.FP32), REPORT)));
    }

    @Test
    void theTableSaysWhatWasMeasuredWhatWentWrongAndWhatWasSkipped() {
        String table = String.join("\n", new ResultTable(REPORT).markdown());
        assertTrue(
                table.contains("| b | 2 | 16.00 (8.00..32.00) | 2.000 (2.000..2.000) | 8.00 | 4.00 | 1.0e-06 |"),
                table);
        assertTrue(table.contains("| d | 2 | ERROR: results differ | (tolerance 1e-04) |"), table);
        assertTrue(table.contains("| f | 2 | ERROR: out of luck |"), table);
        assertTrue(table.contains("- skipped e: no file"), table);
        assertTrue(table.contains("- memory, a, threads 2: 3.000 MB, peer 4.000 MB, ratio 0.75"), table);
        assertTrue(table.contains("- growth, 10 nodes, threads 2: 5.000 ns"), table);
        assertTrue(table.contains("- geometric mean, inference, 2 threads: 2.00"), table);
    }

    @Test
    void onlyFaultsAreErrors() {
        assertEquals(
                List.of("d", "f"),
                RESULTS.stream()
                        .filter(result -> result.outcome().isError())
                        .map(Result::workload)
                        .toList());
    }
}
