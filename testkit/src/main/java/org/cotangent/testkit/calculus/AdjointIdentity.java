package org.cotangent.testkit.calculus;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * {@code <J v, u> = <v, J^T u>}, up to rounding.
 *
 * <p>Exact and cheap, but blind to an error that both products share. When it fails, small Jacobians are written down
 * by both products and the partial derivative in which they differ most is named.
 */
public final class AdjointIdentity implements MapLaw {
    private static final int PAIRS = 3;
    private static final double ROUNDING = 1e-10;
    private static final double FLOOR = 1e-13;
    private static final int SIDE = 64;

    @Override
    public String name() {
        return "adjoint identity";
    }

    @Override
    public Verdict check(DifferentiableMap map, RandomGenerator random) {
        TensorTuple x = map.point();
        TensorTuple y = map.apply(x);
        for (int i = 0; i < PAIRS; i++) {
            TensorTuple v = x.gaussian(random);
            TensorTuple u = y.gaussian(random);
            TensorTuple jv = map.jvp(x, v);
            TensorTuple jtu = map.vjp(x, u);
            double left = jv.dot(u);
            double right = v.dot(jtu);
            double tolerance = FLOOR + ROUNDING * (jv.absoluteDot(u) + v.absoluteDot(jtu));
            if (Double.compare(left, right) != 0 && !(Math.abs(left - right) <= tolerance)) {
                return Verdict.fail(String.format(Locale.ROOT, "<J v, u> = %s, but <v, J^T u> = %s", left, right)
                        + localised(map, y));
            }
        }
        return Verdict.pass();
    }

    private static String localised(DifferentiableMap map, TensorTuple y) {
        TensorTuple x = map.point();
        if (x.elements() > SIDE || y.elements() > SIDE) {
            return "";
        }
        double[][] rows = new double[y.elements()][];
        for (int i = 0; i < rows.length; i++) {
            TensorTuple row = map.vjp(x, y.unit(i));
            rows[i] = new double[x.elements()];
            for (int j = 0; j < x.elements(); j++) {
                rows[i][j] = row.get(j);
            }
        }
        String place = "";
        double worst = 0;
        for (int j = 0; j < x.elements(); j++) {
            TensorTuple column = map.jvp(x, x.unit(j));
            for (int i = 0; i < rows.length; i++) {
                double difference = Math.abs(column.get(i) - rows[i][j]);
                if (difference > worst || Double.isNaN(difference)) {
                    worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
                    NumericDerivative numeric = NumericDerivative.along(map::apply, x, x.unit(j));
                    place = "; d " + y.place(i, map.outputs()) + " / d " + x.place(j, map.inputs()) + " is "
                            + column.get(i) + " in J, " + rows[i][j] + " in J^T, "
                            + numeric.value().get(i)
                            + " by finite differences";
                }
            }
        }
        return place;
    }
}
