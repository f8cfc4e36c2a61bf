package org.cotangent.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.bench.Timing;

/** Results as a table for people, in columns or in Markdown. */
final class ResultTable {
    private static final List<String> HEADER =
            List.of("workload", "threads", "cotangent ms", "peer ms", "ratio", "of lows", "difference");

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ResultTable(Report report) {
        for (Result result : report.results()) {
            if (result.outcome() instanceof Outcome.Skipped(String reason)) {
                notes.add("skipped " + result.workload() + ": " + reason);
            } else {
                rows.add(row(result));
            }
        }
        Summary.of(report.results())
                .forEach((group, mean) ->
                        notes.add(String.format(Locale.ROOT, "geometric mean, %s: %.2f", group.title(), mean)));
        report.figures().forEach(figure -> notes.add(figure.toString()));
    }

    private static List<String> row(Result result) {
        String threads = Integer.toString(result.threads());
        return switch (result.outcome()) {
            case Outcome.Measured measured ->
                List.of(
                        result.workload(),
                        threads,
                        time(measured.ours()),
                        time(measured.theirs()),
                        String.format(Locale.ROOT, "%.2f", measured.ratio()),
                        String.format(Locale.ROOT, "%.2f", measured.quietRatio()),
                        String.format(Locale.ROOT, "%.1e", measured.difference()));
            case Outcome.Differs(double difference, double tolerance) ->
                List.of(
                        result.workload(),
                        threads,
                        "ERROR: results differ",
                        String.format(Locale.ROOT, "(tolerance %.0e)", tolerance),
                        "",
                        "",
                        String.format(Locale.ROOT, "%.1e", difference));
            case Outcome.Skipped(String reason) -> List.of(result.workload(), threads, reason, "", "", "", "");
            case Outcome.Failed(String message) ->
                List.of(result.workload(), threads, "ERROR: " + message, "", "", "", "");
        };
    }

    /** Four digits and what a tenth of the runs lie below and above. */
    private static String time(Timing timing) {
        int decimals = (int) Math.clamp(3 - Math.floor(Math.log10(timing.median())), 0, 5);
        String number = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + ".." + number + ")",
                timing.median(),
                timing.low(),
                timing.high());
    }

    /** {@return one result in a line} */
    static String line(Result result) {
        return new ResultTable(new Report(List.of(result), List.of()))
                .columns()
                .get(result.outcome() instanceof Outcome.Skipped ? 0 : 1);
    }

    /** {@return lines with columns of one width} */
    List<String> columns() {
        int[] widths = new int[HEADER.size()];
        List<List<String>> all = new ArrayList<>(List.of(HEADER));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                boolean measured = !row.getLast().isEmpty() || i < 2;
                widths[i] = measured ? Math.max(widths[i], row.get(i).length()) : widths[i];
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows.isEmpty() ? rows : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i))
                        .repeat(' ', Math.max(0, widths[i] - row.get(i).length()) + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.addAll(notes);
        return lines;
    }

    /** {@return a table of Markdown, below it what was skipped and the means} */
    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        if (!rows.isEmpty()) {
            lines.add("| " + String.join(" | ", HEADER) + " |");
            lines.add("|" + "---|".repeat(HEADER.size()));
        }
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        lines.add("");
        notes.forEach(note -> lines.add("- " + note));
        return lines;
    }
}
