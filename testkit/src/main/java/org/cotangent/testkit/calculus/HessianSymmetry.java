package org.cotangent.testkit.calculus;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** The second derivative of {@code x -> <u, f(x)>} is symmetric: {@code <H v, w> = <H w, v>}. No finite differences. */
public final class HessianSymmetry implements MapLaw {
    private static final int PAIRS = 2;
    private static final double ROUNDING = 1e-9;
    private static final double FLOOR = 1e-12;

    @Override
    public String name() {
        return "Hessian symmetry";
    }

    @Override
    public Verdict check(DifferentiableMap map, RandomGenerator random) {
        TensorTuple x = map.point();
        TensorTuple u = map.apply(x).gaussian(random);
        DifferentiableMap gradient = map.pullback(u);
        TensorTuple still = u.zeros();
        for (int i = 0; i < PAIRS; i++) {
            TensorTuple v = x.gaussian(random);
            TensorTuple w = x.gaussian(random);
            TensorTuple hv = gradient.jvp(gradient.point(), v.concat(still));
            TensorTuple hw = gradient.jvp(gradient.point(), w.concat(still));
            double left = hv.dot(w);
            double right = hw.dot(v);
            double tolerance = FLOOR + ROUNDING * (hv.absoluteDot(w) + hw.absoluteDot(v));
            if (Double.compare(left, right) != 0 && !(Math.abs(left - right) <= tolerance)) {
                return Verdict.fail(String.format(Locale.ROOT, "<H v, w> = %s, but <H w, v> = %s", left, right));
            }
        }
        return Verdict.pass();
    }
}
