package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * At zeros, ties and whole numbers, where an operator may have no derivative, each row of the Jacobian lies between
 * those of points nearby: single entries, and products with some directions, that of all ones among them. So the
 * gradients of things that tie sum to what they must, and nothing is NaN where the slopes nearby are not.
 *
 * <p>Where slopes nearby differ the operator's {@link Domain#kinks} must say what holds in the kink. Where they grow
 * without bound as one comes near, nothing is said.
 */
public final class NearbySlopes implements Law {
    private static final double NEAR = 0x1p-20;
    private static final double NEARER = 0x1p-24;
    private static final int MOST_ELEMENTS = 12;
    private static final int ROWS = 3;
    private static final int RANDOM_POINTS = 8;
    private static final double TOLERANCE = 1e-3;

    /** One row of the Jacobian at the point itself, and at points nearby. */
    private record Row(TensorTuple at, List<TensorTuple> nearby, int output) {}

    @Override
    public String name() {
        return "slopes at zeros and ties";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return isLookedAt(operator)
                && Declared.isDifferentiable(operator)
                && !(operator.derivative() instanceof Derivative.ByExpansion);
    }

    private static boolean isLookedAt(Operator operator) {
        return !operator.signature().isRandom() && !(operator.derivative() instanceof Derivative.Surrogate);
    }

    @Override
    public Verdict check(Trial trial) {
        if (!isLookedAt(trial.operator())) {
            return Verdict.skipped("the operator draws random numbers, or its derivative is a surrogate");
        }
        if (trial.map() == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        boolean any = false;
        for (DoubleUnaryOperator change : List.<DoubleUnaryOperator>of(Math::rint, x -> 0, x -> 1)) {
            Domain.Sample sample = changed(trial, change);
            Trial special = new Trial(trial.bench(), trial.operator(), sample, 7);
            GraphMap map = Legality.accepts(trial.operator(), sample) ? special.map() : null;
            if (map == null || map.point().elements() > MOST_ELEMENTS || !isFinite(map.apply(map.point()))) {
                continue;
            }
            any = true;
            String problem = problem(special, map);
            if (problem != null) {
                return Verdict.fail("at " + map.point() + ": " + problem);
            }
        }
        return any ? Verdict.pass() : Verdict.skipped("no such point has finite outputs and few inputs");
    }

    private static Domain.Sample changed(Trial trial, DoubleUnaryOperator change) {
        Domain.Sample sample = trial.sample();
        for (int i : trial.differentiable()) {
            Tensor tensor = Trial.present(trial.inputs(), i).copy();
            for (long k = 0; k < tensor.elements(); k++) {
                tensor.setDouble(k, change.applyAsDouble(tensor.getDouble(k)));
            }
            sample = sample.with(i, tensor);
        }
        return sample;
    }

    /** {@return where a row of the Jacobian is not between those nearby, or null} */
    static @Nullable String problem(Trial trial, GraphMap map) {
        TensorTuple x = map.point();
        TensorTuple y = map.apply(x);
        for (int output = 0; output < Math.min(ROWS, y.elements()); output++) {
            Row row = row(trial, map, y, output);
            String problem = row == null ? null : problem(trial, map, row);
            if (problem != null) {
                return "row " + y.place(output, map.outputs()) + " of the Jacobian, " + problem;
            }
        }
        return null;
    }

    /** {@return the row; null where it has no bounds nearby} */
    private static @Nullable Row row(Trial trial, GraphMap map, TensorTuple y, int output) {
        TensorTuple x = map.point();
        List<TensorTuple> nearby = new ArrayList<>();
        for (TensorTuple direction : directions(trial, x)) {
            TensorTuple near = rowAt(map, x.plus(NEAR, direction), y, output);
            TensorTuple nearer = rowAt(map, x.plus(NEARER, direction), y, output);
            boolean bounded = near != null
                    && nearer != null
                    && nearer.plus(-1, near).magnitude() <= TOLERANCE * (1 + near.magnitude());
            if (!bounded) {
                return null;
            }
            nearby.add(nearer);
        }
        TensorTuple at = map.vjp(x, y.unit(output));
        return new Row(at, nearby, output);
    }

    private static @Nullable TensorTuple rowAt(GraphMap map, TensorTuple point, TensorTuple y, int output) {
        boolean alike = map.apply(point).shapes().equals(y.shapes());
        return alike ? map.vjp(point, y.unit(output)) : null;
    }

    /** {@return to both sides of each axis, not quite along it, and some at random} */
    private static List<TensorTuple> directions(Trial trial, TensorTuple x) {
        List<TensorTuple> directions = new ArrayList<>();
        var random = trial.random();
        for (int j = 0; j < x.elements(); j++) {
            directions.add(x.unit(j).plus(0x1p-4, x.gaussian(random)));
            directions.add(x.unit(j).times(-1).plus(0x1p-4, x.gaussian(random)));
        }
        IntStream.range(0, RANDOM_POINTS).forEach(n -> directions.add(x.gaussian(random)));
        return directions;
    }

    private static @Nullable String problem(Trial trial, GraphMap map, Row row) {
        TensorTuple x = map.point();
        boolean kink = false;
        var random = trial.random();
        List<TensorTuple> measures = new ArrayList<>(List.of(x.ones(), x.bounded(random), x.bounded(random)));
        IntStream.range(0, x.elements()).forEach(j -> measures.add(x.unit(j)));
        for (TensorTuple v : measures) {
            double least = row.nearby().stream().mapToDouble(v::dot).min().orElse(0);
            double most = row.nearby().stream().mapToDouble(v::dot).max().orElse(0);
            double found = row.at().dot(v);
            double tolerance = TOLERANCE * (1 + Math.abs(least) + Math.abs(most));
            kink |= most - least > 4 * tolerance;
            if (!(found >= least - tolerance && found <= most + tolerance)) {
                return "along " + v + ", is " + found + ", but from " + least + " to " + most + " nearby";
            }
        }
        return kink && trial.operator().domain().kinks().isEmpty()
                ? row.at() + ", is a matter of convention, for it differs nearby: let the domain name the kink"
                : null;
    }

    private static boolean isFinite(TensorTuple tuple) {
        return Double.isFinite(tuple.magnitude());
    }
}
