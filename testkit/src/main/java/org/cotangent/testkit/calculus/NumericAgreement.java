package org.cotangent.testkit.calculus;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code J v} is what finite differences say.
 *
 * <p>Tolerated per element are {@code 1e-9 + 1e-7 |value| + 4 estimate}; where the estimate itself is too large nothing
 * is decided, but a finite value with a derivative that is not a number fails. The tolerance does not grow with the
 * number of elements. When a direction fails, the columns of the Jacobian are compared one by one to name the partial
 * derivative that is wrong.
 */
public final class NumericAgreement implements MapLaw {
    private static final int DIRECTIONS = 2;
    private static final int COLUMNS = 64;

    @Override
    public String name() {
        return "numeric derivative";
    }

    @Override
    public Verdict check(DifferentiableMap map, RandomGenerator random) {
        TensorTuple x = map.point();
        if (x.elements() == 0) {
            return Verdict.skipped("there is no element to vary");
        }
        Verdict verdict = Verdict.pass();
        for (int i = 0; i < DIRECTIONS; i++) {
            Verdict next = along(map, x.bounded(random), "");
            if (next instanceof Verdict.Fail(String details)) {
                return Verdict.fail(localised(map, details));
            }
            if (next instanceof Verdict.Inconclusive) {
                verdict = next;
            }
        }
        return verdict;
    }

    private static String localised(DifferentiableMap map, String details) {
        TensorTuple x = map.point();
        for (int j = 0; j < Math.min(COLUMNS, x.elements()); j++) {
            String column = "along " + x.place(j, map.inputs()) + " alone, ";
            if (along(map, x.unit(j), column) instanceof Verdict.Fail(String alone)) {
                return alone;
            }
        }
        return details;
    }

    private static Verdict along(DifferentiableMap map, TensorTuple v, String where) {
        TensorTuple x = map.point();
        TensorTuple analytic = map.jvp(x, v);
        NumericDerivative numeric = NumericDerivative.along(map::apply, x, v);
        TensorTuple value = map.apply(x);
        List<String> names = map.outputs();
        @Nullable
        Mismatch worst = Mismatch.worst(analytic, numeric.value(), i -> {
            if (Double.isNaN(analytic.get(i)) && Double.isFinite(value.get(i))) {
                return 0;
            }
            return isUsable(numeric, i) ? tolerance(numeric, i) : Double.POSITIVE_INFINITY;
        });
        if (worst != null) {
            return Verdict.fail(where + worst.describe(value, names, "the derivative", "the numeric oracle"));
        }
        for (int i = 0; i < value.elements(); i++) {
            if (!isUsable(numeric, i)) {
                return Verdict.inconclusive(String.format(
                        Locale.ROOT,
                        "%s%s: finite differences are uncertain by %.3g",
                        where,
                        value.place(i, names),
                        numeric.error().get(i)));
            }
        }
        return Verdict.pass();
    }

    private static boolean isUsable(NumericDerivative numeric, int i) {
        return numeric.error().get(i) <= 1e-5 * (1 + Math.abs(numeric.value().get(i)));
    }

    private static double tolerance(NumericDerivative numeric, int i) {
        return 1e-9
                + 1e-7 * Math.abs(numeric.value().get(i))
                + 4 * numeric.error().get(i);
    }
}
