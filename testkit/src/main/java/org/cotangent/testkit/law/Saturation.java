package org.cotangent.testkit.law;

import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Where inputs are large or small and outputs are finite, gradients are finite too; those of large inputs are as exact
 * as float32 allows, if outputs are far from the end of its range. The call is that of the domain with differentiable
 * inputs multiplied by a factor.
 *
 * <p>Operators made of others are spared the largest factor, since their inputs may tell how much there is to do, and
 * exactness, since the errors of their parts add up: the parts are looked at themselves.
 */
public final class Saturation implements Law {
    private static final double[] FACTORS = {1e-3, 30, 1000};
    private static final double[] MODERATE = {1e-3, 30};
    private static final double FAR_FROM_OVERFLOW = 0x1p96;

    @Override
    public String name() {
        return "gradients of large and small numbers";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator) && !operator.signature().isRandom();
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        if (trial.map() == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        boolean any = false;
        boolean composite = trial.operator().derivative() instanceof Derivative.ByExpansion;
        for (double factor : composite ? MODERATE : FACTORS) {
            Domain.Sample sample = trial.sample();
            for (int i : trial.differentiable()) {
                Tensor input = Trial.present(trial.inputs(), i);
                sample = sample.with(
                        i, TensorTuple.of(input).times(factor).tensors().getFirst());
            }
            Trial scaled = new Trial(trial.bench(), trial.operator(), sample, 1);
            GraphMap map = scaled.map();
            if (map == null || !isFinite(map.apply(map.point()))) {
                continue;
            }
            any = true;
            boolean exact = factor > 1 && !composite && map.apply(map.point()).magnitude() < FAR_FROM_OVERFLOW;
            String problem = problem(scaled, map, exact);
            if (problem != null) {
                return Verdict.fail("with inputs times " + factor + ", " + sample.inputs() + ": " + problem);
            }
        }
        return any ? Verdict.pass() : Verdict.skipped("no outputs are finite");
    }

    private static @Nullable String problem(Trial scaled, GraphMap map, boolean exact) {
        TensorTuple x = map.point();
        TensorTuple jv = map.jvp(x, x.bounded(scaled.random()));
        TensorTuple jtu = map.vjp(x, map.apply(x).bounded(scaled.random()));
        if (!isFinite(jv) || !isFinite(jtu)) {
            return "outputs are finite, J v is " + jv + ", J^T u is " + jtu;
        }
        return exact && new GradientPrecision(DType.FLOAT, true).check(scaled) instanceof Verdict.Fail(String details)
                ? details
                : null;
    }

    private static boolean isFinite(TensorTuple tuple) {
        return Double.isFinite(tuple.magnitude());
    }
}
