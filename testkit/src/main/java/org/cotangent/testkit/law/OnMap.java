package org.cotangent.testkit.law;

import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.DifferentiableMap;
import org.cotangent.testkit.calculus.MapLaw;
import org.cotangent.testkit.calculus.NumericAgreement;
import org.cotangent.testkit.calculus.Verdict;

/**
 * A law about the derivatives of the operator as a map of its differentiable inputs (order 1), or of the gradient of
 * the operator as a map of these inputs and the incoming cotangents (order 2).
 */
public record OnMap(MapLaw law, int order) implements Law {
    @Override
    public String name() {
        return order == 1 ? law.name() : law.name() + " of the gradient";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator) && isTrueOf(operator);
    }

    /** A surrogate is, on purpose, not what differences say. */
    private boolean isTrueOf(Operator operator) {
        return !(law instanceof NumericAgreement && operator.derivative() instanceof Derivative.Surrogate);
    }

    @Override
    public Verdict check(Trial trial) {
        DifferentiableMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        if (!isTrueOf(trial.operator())) {
            return Verdict.skipped("the derivative is a surrogate");
        }
        return law.check(
                order == 1 ? map : map.pullback(map.apply(map.point()).bounded(trial.random())), trial.random());
    }
}
