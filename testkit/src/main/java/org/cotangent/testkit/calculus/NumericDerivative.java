package org.cotangent.testkit.calculus;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A derivative along a direction, by central differences of five points.
 *
 * <p>Each element is computed with a ladder of steps. The value is that of the step which agrees best with its two
 * neighbours, and the disagreement, but at least the rounding error of the differences, is the estimate of its error.
 * At a kink, where the slopes on both sides stay apart as the step shrinks, the estimate is infinite.
 *
 * @param value the derivative of each element of the map
 * @param error the estimate of the error of each element, infinite or NaN where the map is not smooth nearby
 */
public record NumericDerivative(TensorTuple value, TensorTuple error) {
    private static final double[] STEPS = {0x1p-8, 0x1p-10, 0x1p-12, 0x1p-14};

    /** One step of the ladder: the derivative, and by how much the slopes on both sides differ. */
    private record Rung(double step, TensorTuple slope, TensorTuple bend) {
        static Rung of(UnaryOperator<TensorTuple> map, TensorTuple x, TensorTuple y, TensorTuple v, double h) {
            TensorTuple right = map.apply(x.plus(h, v)).plus(-1, y);
            TensorTuple left = map.apply(x.plus(-h, v)).plus(-1, y);
            TensorTuple far = map.apply(x.plus(2 * h, v)).plus(-1, map.apply(x.plus(-2 * h, v)));
            TensorTuple slope = right.plus(-1, left).times(8).plus(-1, far).times(1 / (12 * h));
            return new Rung(h, slope, right.plus(1, left).times(1 / h));
        }
    }

    /** {@return the derivative of {@code map} at {@code x} along {@code v}, whose elements should be about 1} */
    public static NumericDerivative along(UnaryOperator<TensorTuple> map, TensorTuple x, TensorTuple v) {
        TensorTuple y = map.apply(x);
        List<Rung> ladder =
                Arrays.stream(STEPS).mapToObj(h -> Rung.of(map, x, y, v, h)).toList();
        double[] values = new double[y.elements()];
        double[] errors = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            errors[i] = Double.POSITIVE_INFINITY;
            if (isKink(ladder, y, i)) {
                continue;
            }
            for (int k = 1; k < STEPS.length - 1; k++) {
                double here = ladder.get(k).slope().get(i);
                double spread = Math.max(
                        Math.abs(here - ladder.get(k - 1).slope().get(i)),
                        Math.abs(here - ladder.get(k + 1).slope().get(i)));
                double error = spread + Math.ulp(y.get(i)) / STEPS[k];
                if (error < errors[i]) {
                    errors[i] = error;
                    values[i] = here;
                }
            }
        }
        return new NumericDerivative(y.with(values), y.with(errors));
    }

    /** Where the map is smooth the bend shrinks with the step. */
    private static boolean isKink(List<Rung> ladder, TensorTuple y, int i) {
        Rung last = ladder.getLast();
        double bend = Math.abs(last.bend().get(i));
        double before = Math.abs(ladder.get(ladder.size() - 2).bend().get(i));
        return bend > 1e-7 && bend > 100 * Math.ulp(y.get(i)) / last.step() && bend > before / 2;
    }
}
