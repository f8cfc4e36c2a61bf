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
     */
    public record Line(String kind, int count, double milliseconds) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%9.3f ms %5d x %s", milliseconds, count, kind);
        }
    }

    Profile(List<Step> steps) {
        this.steps = steps;
        this.nanos = new long[steps.size()];
    }

    void run(List<Runnable> actions) {
        long before = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            actions.get(i).run();
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
            lines.add(new Line(steps.get(i).explain().getFirst(), 1, milliseconds(nanos[i])));
        }
        return lines;
    }

    /** {@return the cost of the steps of each kind, the most expensive first} */
    public List<Line> kinds() {
        Map<String, Line> kinds = new LinkedHashMap<>();
        for (int i = 0; i < nanos.length; i++) {
            Line line = new Line(steps.get(i).kind(), 1, milliseconds(nanos[i]));
            kinds.merge(
                    line.kind(),
                    line,
                    (a, b) -> new Line(a.kind(), a.count() + b.count(), a.milliseconds() + b.milliseconds()));
        }
        return kinds.values().stream()
                .sorted(Comparator.comparingDouble(Line::milliseconds).reversed())
                .toList();
    }

    private double milliseconds(long total) {
        return runs == 0 ? 0 : total * 1e-6 / runs;
    }
}
