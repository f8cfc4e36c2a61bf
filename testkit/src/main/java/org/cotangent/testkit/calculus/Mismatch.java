package org.cotangent.testkit.calculus;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The element in which two tuples differ most, measured in what was tolerated there. */
record Mismatch(int element, double found, double expected, double tolerance) {

    /**
     * {@return the worst element beyond its tolerance, or null if there is none; a NaN on one side only is worst, an
     * infinite tolerance means that nobody looks}
     */
    static @Nullable Mismatch worst(TensorTuple found, TensorTuple expected, IntToDoubleFunction tolerance) {
        Mismatch worst = null;
        for (int i = 0; i < found.elements(); i++) {
            Mismatch here = new Mismatch(i, found.get(i), expected.get(i), tolerance.applyAsDouble(i));
            if (here.excess() > (worst == null ? 1 : worst.excess())) {
                worst = here;
            }
        }
        return worst;
    }

    private double excess() {
        double difference = Math.abs(found - expected);
        if (tolerance == Double.POSITIVE_INFINITY || Double.compare(found, expected) == 0 || difference <= tolerance) {
            return 0;
        }
        return Double.isFinite(difference) && tolerance > 0 ? difference / tolerance : Double.POSITIVE_INFINITY;
    }

    String describe(TensorTuple tuple, List<String> names, String foundBy, String expectedBy) {
        return String.format(
                Locale.ROOT,
                "%s: %s gives %s, %s gives %s (difference %.3g, tolerated %.3g)",
                tuple.place(element, names),
                foundBy,
                found,
                expectedBy,
                expected,
                Math.abs(found - expected),
                tolerance);
    }
}
