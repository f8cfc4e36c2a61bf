package org.cotangent.testkit.law;

import java.util.List;
import java.util.function.Predicate;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;

/** The Jacobian product with respect to inputs and that with respect to parameters add up to the whole. */
public final class ParameterMask implements Law {
    @Override
    public String name() {
        return "inputs and parameters add up";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator) && Declared.hasInputsAndParameters(operator);
    }

    @Override
    public Verdict check(Trial trial) {
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        Predicate<Integer> isParameter = i -> trial.role(i) == Role.PARAMETER;
        List<Integer> parameters =
                trial.differentiable().stream().filter(isParameter).toList();
        List<Integer> data =
                trial.differentiable().stream().filter(isParameter.negate()).toList();
        if (parameters.isEmpty() || data.isEmpty()) {
            return Verdict.skipped("there are not both inputs and parameters");
        }
        TensorTuple v = map.point().gaussian(trial.random());
        TensorTuple sum = part(trial, data, v).plus(1, part(trial, parameters, v));
        String problem = Closeness.problem(sum, map.jvp(map.point(), v), map.outputs(), "J_x v + J_w v", "J v of all");
        return problem == null ? Verdict.pass() : Verdict.fail(problem);
    }

    private static TensorTuple part(Trial trial, List<Integer> inputs, TensorTuple v) {
        GraphMap map = trial.map(inputs);
        List<Integer> all = trial.differentiable();
        TensorTuple direction = inputs.stream()
                .map(i -> v.slice(all.indexOf(i), all.indexOf(i) + 1))
                .reduce(TensorTuple::concat)
                .orElseThrow();
        return map.jvp(map.point(), direction);
    }
}
