package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** Inputs, tangents and cotangents keep their bytes, whatever runs on them. */
public final class Immutability implements Law {
    @Override
    public String name() {
        return "inputs stay as they are";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        Bits inputs = new Bits(trial.inputs());
        if (trial.operator().forward() instanceof Forward.HostKernel host) {
            KernelCall call = KernelCall.of(trial);
            if (call.isOfTensors()) {
                call.run(host.factory().prepare(call.prepared()));
            }
        }
        trial.run(trial.inputs());
        String change = inputs.change();
        GraphMap map = trial.map();
        if (change == null && map != null) {
            change = changed(trial, map, map.jvpGraph(), map.point().gaussian(trial.random()));
            if (change == null) {
                change = changed(
                        trial, map, map.vjpGraph(), map.apply(map.point()).gaussian(trial.random()));
            }
        }
        return change == null ? Verdict.pass() : Verdict.fail("an input " + change);
    }

    private static @Nullable String changed(Trial trial, GraphMap map, Graph derivative, TensorTuple direction) {
        List<Tensor> arguments = map.arguments(map.point().tensors(), direction.tensors());
        Bits bits = new Bits(arguments);
        trial.bench().run(derivative, arguments);
        return bits.change();
    }
}
