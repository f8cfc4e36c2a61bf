package org.cotangent.testkit.law;

import java.util.List;
import java.util.Locale;
import org.cotangent.testkit.calculus.TensorTuple;
import org.jspecify.annotations.Nullable;

/** Compares float64 results that differ by rounding only. */
final class Closeness {
    private static final double ROUNDING = 1e-11;
    private static final double FLOOR = 1e-13;

    private Closeness() {}

    /** {@return the first element in which two results differ, or null} */
    static @Nullable String problem(
            TensorTuple found, TensorTuple expected, List<String> names, String foundBy, String expectedBy) {
        if (!found.shapes().equals(expected.shapes())) {
            return foundBy + " has shapes " + found.shapes() + ", " + expectedBy + " " + expected.shapes();
        }
        double tolerance = FLOOR + ROUNDING * Math.max(found.magnitude(), expected.magnitude());
        for (int i = 0; i < found.elements(); i++) {
            double a = found.get(i);
            double b = expected.get(i);
            if (Double.compare(a, b) != 0 && !(Math.abs(a - b) <= tolerance)) {
                return String.format(
                        Locale.ROOT, "%s: %s gives %s, %s gives %s", found.place(i, names), foundBy, a, expectedBy, b);
            }
        }
        return null;
    }
}
