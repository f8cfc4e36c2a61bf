package org.cotangent.testkit.law;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A tangent or cotangent that is not there counts as zero: the products of one input alone, and of one output alone,
 * are those with tensors of zeros in place of the others.
 */
public final class MissingTangents implements Law {
    @Override
    public String name() {
        return "missing tangents";
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
        int inputs = trial.differentiable().size();
        int outputs = trial.smoothOutputs().size();
        if (inputs < 2 && outputs < 2) {
            return Verdict.skipped("there are one differentiable input and one output with tangents");
        }
        for (int k = 0; k < inputs && inputs > 1; k++) {
            String problem = tangentProblem(trial, map, k);
            if (problem != null) {
                return Verdict.fail(problem);
            }
        }
        for (int k = 0; k < outputs && outputs > 1; k++) {
            String problem = cotangentProblem(trial, map, k);
            if (problem != null) {
                return Verdict.fail(problem);
            }
        }
        return Verdict.pass();
    }

    private static @Nullable String tangentProblem(Trial trial, GraphMap map, int k) {
        TensorTuple v = only(map.point().gaussian(trial.random()), k);
        GraphMap alone = trial.map(List.of(trial.differentiable().get(k)));
        return Closeness.problem(
                alone.jvp(alone.point(), v.slice(k, k + 1)),
                map.jvp(map.point(), v),
                map.outputs(),
                "J v without tangents but that of " + map.inputs().get(k),
                "J v with zeros for the others");
    }

    private static @Nullable String cotangentProblem(Trial trial, GraphMap map, int k) {
        TensorTuple u = only(map.apply(map.point()).gaussian(trial.random()), k);
        GraphMap alone =
                trial.map(trial.differentiable(), List.of(trial.smoothOutputs().get(k)));
        return Closeness.problem(
                alone.vjp(alone.point(), u.slice(k, k + 1)),
                map.vjp(map.point(), u),
                map.inputs(),
                "J^T u without cotangents but that of " + map.outputs().get(k),
                "J^T u with zeros for the others");
    }

    /** {@return the tuple with zeros for all parts but one} */
    private static TensorTuple only(TensorTuple tuple, int part) {
        return IntStream.range(0, tuple.shapes().size())
                .mapToObj(i -> i == part
                        ? tuple.slice(i, i + 1)
                        : tuple.slice(i, i + 1).zeros())
                .reduce(TensorTuple::concat)
                .orElse(tuple);
    }
}
