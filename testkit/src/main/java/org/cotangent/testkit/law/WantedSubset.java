package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;

/** The cotangent of one input is the same whether it is asked for alone or together with all others. */
public final class WantedSubset implements Law {
    @Override
    public String name() {
        return "wanted inputs";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator) && Declared.hasSeveralSmoothInputs(operator);
    }

    @Override
    public Verdict check(Trial trial) {
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        List<Integer> inputs = trial.differentiable();
        if (inputs.size() < 2) {
            return Verdict.skipped("there is only one differentiable input");
        }
        TensorTuple u = map.apply(map.point()).gaussian(trial.random());
        TensorTuple all = map.vjp(map.point(), u);
        for (int k = 0; k < inputs.size(); k++) {
            GraphMap alone = trial.map(List.of(inputs.get(k)));
            String problem = Closeness.problem(
                    alone.vjp(alone.point(), u),
                    all.slice(k, k + 1),
                    alone.inputs(),
                    "J^T u of it alone",
                    "J^T u of all");
            if (problem != null) {
                return Verdict.fail(problem);
            }
        }
        return Verdict.pass();
    }
}
