package org.cotangent.bench.suite;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ratios summed up. */
final class Summary {
    private Summary() {}

    /** {@return the geometric mean of the ratios, for each kind and number of threads with any} */
    static Map<Group, Double> of(List<Result> results) {
        Map<Group, double[]> sums = new TreeMap<>();
        for (Result result : results) {
            if (result.outcome() instanceof Outcome.Measured measured) {
                double[] sum = sums.computeIfAbsent(new Group(result.kind(), result.threads()), _ -> new double[2]);
                sum[0] += Math.log(measured.ratio());
                sum[1]++;
            }
        }
        Map<Group, Double> means = new TreeMap<>();
        sums.forEach((group, sum) -> means.put(group, Math.exp(sum[0] / sum[1])));
        return means;
    }

    /** What is summed up together. */
    record Group(Kind kind, int threads) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : Integer.compare(threads, other.threads);
        }

        String title() {
            return kind.title() + ", " + threads + (threads == 1 ? " thread" : " threads");
        }
    }
}
