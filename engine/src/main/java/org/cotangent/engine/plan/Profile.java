package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the steps of a session's runs cost: wall-clock time, counted from when the profile was asked for. */
public final class Profile {
    private final List<Step> steps;
    private final long[] nanos;
    private long runs;

    /**
     * The cost of steps of one kind.
     *
     * @param kind operator and kernel
     * @param count how many steps a run has of this kind
     * @param milliseconds what they take together in a run, on average
     * @param bytes of their inputs and outputs, as far as sizes are known
     * @param products multiplications of matrix products and convolutions, see {@link Products}
     */
    public record Line(String kind, int count, double milliseconds, long bytes, long products) {
        /** {@return billions of floating-point operations in a second: a multiplication and an addition each} */
        public double gigaflops() {
            return milliseconds == 0 ? 0 : 2e-6 * products / milliseconds;
        }

        /** {@return billions of bytes in a second, were each input read and each output written once} */
        public double gigabytes() {
            return milliseconds == 0 ? 0 : 1e-6 * bytes / milliseconds;
        }

        private Line and(Line other) {
            return new Line(
                    kind,
                    count + other.count,
                    milliseconds + other.milliseconds,
                    bytes + other.bytes,
                    products + other.products);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%9.3f ms %5d x %6.1f GFLOP/s %6.1f GB/s  %s",
                    milliseconds,
                    count,
                    gigaflops(),
                    gigabytes(),
                    kind);
        }
    }

    Profile(List<Step> steps) {
        this.steps = steps;
        this.nanos = new long[steps.size()];
    }

    /** @param finish waits for what an action has begun */
    void run(List<Runnable> actions, Runnable finish) {
        long before = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            actions.get(i).run();
            finish.run();
            long after = System.nanoTime();
            nanos[i] += after - before;
            before = after;
        }
        runs++;
    }

    /** {@return the number of runs that were measured} */
    public long runs() {
        return runs;
    }

    /** {@return the cost of every step of a run, in the order in which they run} */
    public List<Line> steps() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            lines.add(line(i, steps.get(i).explain().getFirst()));
        }
        return lines;
    }

    /** {@return the cost of the steps of each kind, the most expensive first} */
    public List<Line> kinds() {
        Map<String, Line> kinds = new LinkedHashMap<>();
        for (int i = 0; i < nanos.length; i++) {
            Line line = line(i, steps.get(i).kind());
            kinds.merge(line.kind(), line, Line::and);
        }
        return kinds.values().stream()
                .sorted(Comparator.comparingDouble(Line::milliseconds).reversed())
                .toList();
    }

    private Line line(int i, String kind) {
        Step step = steps.get(i);
        return new Line(kind, 1, milliseconds(nanos[i]), step.bytes(), Products.of(step.node()));
    }

    /**
     * {@return an average run in the trace event format, which chrome://tracing and Perfetto draw} Times are in
     * microseconds from the start of the run.
     */
    public String trace() {
        StringBuilder json = new StringBuilder("{\"traceEvents\":[");
        double at = 0;
        for (int i = 0; i < nanos.length; i++) {
            Line line = line(i, steps.get(i).kind());
            String explained = steps.get(i).explain().getFirst();
            json.append(String.format(
                    Locale.ROOT,
                    "%s%n{\"name\":%s,\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":%.3f,\"dur\":%.3f,"
                            + "\"args\":{\"step\":%s,\"GFLOP/s\":%.1f,\"GB/s\":%.1f,\"bytes\":%d}}",
                    i == 0 ? "" : ",",
                    quoted(steps.get(i).node().operator().id().type()),
                    at,
                    1e3 * line.milliseconds(),
                    quoted(explained),
                    line.gigaflops(),
                    line.gigabytes(),
                    line.bytes()));
            at += 1e3 * line.milliseconds();
        }
        return json.append("\n]}\n").toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private double milliseconds(long total) {
        return runs == 0 ? 0 : total * 1e-6 / runs;
    }
}
