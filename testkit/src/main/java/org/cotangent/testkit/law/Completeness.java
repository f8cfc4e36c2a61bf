package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;

/** The portable kernel writes every element of its outputs, whatever stood there before. */
public final class Completeness implements Law {
    @Override
    public String name() {
        return "outputs are written completely";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.forward() instanceof Forward.HostKernel
                && !operator.signature().isRandom();
    }

    @Override
    public Verdict check(Trial trial) {
        if (!(trial.operator().forward() instanceof Forward.HostKernel host)) {
            return Verdict.skipped("the operator has no kernel of its own");
        }
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        KernelCall call = KernelCall.of(trial);
        if (!call.isOfTensors()) {
            return Verdict.skipped("the outputs are not all tensors");
        }
        List<Tensor> found = call.run(host.factory().prepare(call.prepared()));
        String difference = Bits.difference(trial.outputs(), found);
        return difference == null ? Verdict.pass() : Verdict.fail(difference);
    }
}
