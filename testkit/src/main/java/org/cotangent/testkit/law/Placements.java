package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * It does not matter where inputs, tangents and cotangents lie: in the middle of other memory, at odd addresses,
 * read-only, on the Java heap.
 */
public final class Placements implements Law {
    @Override
    public String name() {
        return "memory anywhere";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return !operator.signature().isRandom();
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        GraphMap map = trial.map();
        for (Placement placement : Placement.values()) {
            List<@Nullable Tensor> moved = new ArrayList<>();
            for (Tensor input : trial.inputs()) {
                moved.add(input == null ? null : placement.place(input));
            }
            String difference = Bits.difference(trial.outputs(), trial.run(moved));
            if (difference == null && map != null) {
                TensorTuple x = map.point();
                difference = difference(trial, map, map.jvpGraph(), x.gaussian(trial.random()), placement);
                if (difference == null) {
                    TensorTuple u = map.apply(x).gaussian(trial.random());
                    difference = difference(trial, map, map.vjpGraph(), u, placement);
                }
            }
            if (difference != null) {
                return Verdict.fail("with memory " + placement + ": " + difference);
            }
        }
        return Verdict.pass();
    }

    private static @Nullable String difference(
            Trial trial, GraphMap map, Graph derivative, TensorTuple direction, Placement placement) {
        List<Tensor> plain = map.arguments(map.point().tensors(), direction.tensors());
        List<Tensor> moved = plain.stream().map(placement::place).toList();
        return Bits.difference(
                trial.bench().run(derivative, plain), trial.bench().run(derivative, moved));
    }
}
