package org.cotangent.testkit.calculus;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Both Jacobian products are linear: {@code J(a v + b w) = a J v + b J w} and {@code J 0 = 0}, likewise {@code J^T}.
 */
public final class ProductLinearity implements MapLaw {
    private static final double ROUNDING = 1e-10;
    private static final double FLOOR = 1e-13;

    @Override
    public String name() {
        return "linearity of products";
    }

    @Override
    public Verdict check(DifferentiableMap map, RandomGenerator random) {
        TensorTuple x = map.point();
        TensorTuple y = map.apply(x);
        String forward = violation("J", v -> map.jvp(x, v), x, map.outputs(), random);
        if (forward != null) {
            return Verdict.fail(forward);
        }
        String reverse = violation("J^T", u -> map.vjp(x, u), y, map.inputs(), random);
        return reverse == null ? Verdict.pass() : Verdict.fail(reverse);
    }

    private static @Nullable String violation(
            String product,
            UnaryOperator<TensorTuple> map,
            TensorTuple like,
            List<String> names,
            RandomGenerator random) {
        TensorTuple zero = map.apply(like.zeros());
        Mismatch residue = Mismatch.worst(zero, zero.zeros(), i -> 0);
        if (residue != null) {
            return residue.describe(zero, names, product + " 0", "linearity");
        }
        TensorTuple v = like.gaussian(random);
        TensorTuple w = like.gaussian(random);
        double a = 1.5;
        double b = -0.75;
        TensorTuple jv = map.apply(v);
        TensorTuple jw = map.apply(w);
        TensorTuple found = map.apply(v.times(a).plus(b, w));
        double tolerance = FLOOR + ROUNDING * (jv.magnitude() + jw.magnitude());
        Mismatch worst = Mismatch.worst(found, jv.times(a).plus(b, jw), i -> tolerance);
        return worst == null
                ? null
                : worst.describe(found, names, product + " (a v + b w)", "a " + product + " v + b " + product + " w");
    }
}
