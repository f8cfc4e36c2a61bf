package org.cotangent.bench.suite;

import java.util.Locale;

/**
 * A number that is no timing of two sides in turns.
 *
 * @param theirs the peer's, NaN where there is none
 */
record Figure(String section, String name, int threads, String unit, double ours, double theirs) {
    static Figure alone(String section, String name, int threads, String unit, double ours) {
        return new Figure(section, name, threads, unit, ours, Double.NaN);
    }

    @Override
    public String toString() {
        String line = String.format(Locale.ROOT, "%s, %s, threads %d: %.4g %s", section, name, threads, ours, unit);
        return Double.isNaN(theirs)
                ? line
                : line + String.format(Locale.ROOT, ", peer %.4g %s, ratio %.2f", theirs, unit, ours / theirs);
    }
}
