package org.cotangent.opencl.reduce;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;

/** Kernels that combine elements along axes. */
public final class ReduceKernels implements OpenClKernels {
    @Override
    public String name() {
        return "reduce";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String operator = call.operator().id().qualifiedName();
        Combination combination = Combination.of(operator);
        if (combination == null) {
            return Proposal.unrelated();
        }
        String obstacle = Elements.obstacle(call, device);
        if (obstacle != null) {
            return Proposal.declined(obstacle);
        }
        return ReductionCalls.propose(call, combination, device);
    }
}
