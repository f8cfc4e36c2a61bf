package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** Results share no memory: not with each other, not with what went in. Of the call, and of both Jacobian products. */
public final class Independence implements Law {
    @Override
    public String name() {
        return "results have memory of their own";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        String shared = shared("the call", trial.outputs(), Trial.allPresent(trial.inputs()));
        GraphMap map = trial.map();
        if (shared == null && map != null) {
            TensorTuple x = map.point();
            shared = shared(trial, map, map.jvpGraph(), "J v", x.gaussian(trial.random()));
            if (shared == null) {
                shared =
                        shared(trial, map, map.vjpGraph(), "J^T u", map.apply(x).gaussian(trial.random()));
            }
        }
        return shared == null ? Verdict.pass() : Verdict.fail(shared);
    }

    private static @Nullable String shared(
            Trial trial, GraphMap map, Graph derivative, String what, TensorTuple direction) {
        List<Tensor> arguments = map.arguments(map.point().tensors(), direction.tensors());
        return shared(what, trial.bench().run(derivative, arguments), arguments);
    }

    private static @Nullable String shared(String what, List<Tensor> results, List<Tensor> inputs) {
        for (int i = 0; i < results.size(); i++) {
            for (Tensor input : inputs) {
                if (overlap(results.get(i), input)) {
                    return "output " + i + " of " + what + " lies in the memory of an input";
                }
            }
            for (int j = 0; j < i; j++) {
                if (overlap(results.get(i), results.get(j))) {
                    return "outputs " + j + " and " + i + " of " + what + " lie in the same memory";
                }
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // one array, or two
    private static boolean overlap(Tensor one, Tensor other) {
        if (one.storage() instanceof Storage.Text(String[] a) && other.storage() instanceof Storage.Text(String[] b)) {
            return a == b;
        }
        return one.storage() instanceof Storage.Host(var a)
                && other.storage() instanceof Storage.Host(var b)
                && one.byteSize() > 0
                && other.byteSize() > 0
                && a.asSlice(0, one.byteSize())
                        .asOverlappingSlice(b.asSlice(0, other.byteSize()))
                        .isPresent();
    }
}
