package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** Two runs give the same bits: of the call, and of both Jacobian products. */
public final class Determinism implements Law {
    @Override
    public String name() {
        return "determinism";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        String difference = Bits.difference(trial.outputs(), trial.run(trial.inputs()));
        GraphMap map = trial.map();
        if (difference == null && map != null) {
            TensorTuple x = map.point();
            difference = twice(trial, map, map.jvpGraph(), x.gaussian(trial.random()));
            if (difference == null) {
                difference = twice(trial, map, map.vjpGraph(), map.apply(x).gaussian(trial.random()));
            }
        }
        return difference == null ? Verdict.pass() : Verdict.fail(difference);
    }

    private static @Nullable String twice(Trial trial, GraphMap map, Graph derivative, TensorTuple direction) {
        List<Tensor> arguments = map.arguments(map.point().tensors(), direction.tensors());
        return Bits.difference(
                trial.bench().run(derivative, arguments), trial.bench().run(derivative, arguments));
    }
}
