package org.cotangent.opencl.reduce;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;

/** Kernels that combine, select or cumulate elements along axes. */
public final class ReduceKernels implements OpenClKernels {
    @Override
    public String name() {
        return "reduce";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String operator = call.operator().id().qualifiedName();
        Combination combination = Combination.of(operator);
        Proposal proposal = combination == null
                ? alongAxis(operator, call, device)
                : ReductionCalls.propose(call, combination, device);
        String obstacle = proposal instanceof Proposal.Accepted ? Elements.obstacle(call, device) : null;
        return obstacle == null ? proposal : Proposal.declined(obstacle);
    }

    private static Proposal alongAxis(String operator, Preparation call, DeviceFacts device) {
        return switch (operator) {
            case "ArgMax" -> ExtremeCalls.propose(call, false, false, device);
            case "ArgMin" -> ExtremeCalls.propose(call, true, false, device);
            case "Hardmax" -> ExtremeCalls.propose(call, false, true, device);
            case "CumSum" -> CumulationCalls.propose(call, false, device);
            case "CumProd" -> CumulationCalls.propose(call, true, device);
            case "TopK" -> TopKCalls.propose(call, device);
            default -> Proposal.unrelated();
        };
    }
}
