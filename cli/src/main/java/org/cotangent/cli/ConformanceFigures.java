package org.cotangent.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How many cases that call an operator passed, by operator.
 *
 * <p>The figures of the last complete run are the resource {@code conformance.txt}: a line for each operator with the
 * numbers of cases that passed, failed and were unsupported.
 */
record ConformanceFigures(Map<String, Counts> byOperator) {
    /** Cases of one operator. */
    record Counts(int passed, int failed, int unsupported) {
        int sum() {
            return passed + failed + unsupported;
        }

        @Override
        public String toString() {
            return passed + " of " + sum();
        }
    }

    static ConformanceFigures of(Collection<Verdict> verdicts) {
        Map<String, EnumMap<Verdict.Outcome, Integer>> sums = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            for (String operator : verdict.operators()) {
                sums.computeIfAbsent(operator, o -> new EnumMap<>(Verdict.Outcome.class))
                        .merge(verdict.outcome(), 1, Integer::sum);
            }
        }
        Map<String, Counts> counts = new TreeMap<>();
        sums.forEach((operator, sum) -> counts.put(
                operator,
                new Counts(
                        sum.getOrDefault(Verdict.Outcome.PASSED, 0),
                        sum.getOrDefault(Verdict.Outcome.FAILED, 0),
                        sum.getOrDefault(Verdict.Outcome.UNSUPPORTED, 0))));
        return new ConformanceFigures(counts);
    }

    /** {@return the figures that come with this program} */
    static ConformanceFigures load() throws IOException {
        Map<String, Counts> counts = new TreeMap<>();
        try (InputStream resource = Objects.requireNonNull(
                        ConformanceFigures.class.getResourceAsStream("conformance.txt"), "conformance.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            lines.lines()
                    .map(line -> line.split(" "))
                    .forEach(fields -> counts.put(
                            fields[0],
                            new Counts(
                                    Integer.parseInt(fields[1]),
                                    Integer.parseInt(fields[2]),
                                    Integer.parseInt(fields[3]))));
        }
        return new ConformanceFigures(counts);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        byOperator.forEach((operator, counts) -> text.append(operator)
                .append(' ')
                .append(counts.passed())
                .append(' ')
                .append(counts.failed())
                .append(' ')
                .append(counts.unsupported())
                .append('\n'));
        Files.writeString(file, text);
    }

    /** {@return what is said of an operator; a dash if no case calls it} */
    String of(String operator) {
        Counts counts = byOperator.get(operator);
        return counts == null ? "-" : counts.toString();
    }
}
