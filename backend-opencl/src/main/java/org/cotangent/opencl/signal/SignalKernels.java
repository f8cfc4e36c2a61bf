package org.cotangent.opencl.signal;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Kernels for DFT. */
public final class SignalKernels implements OpenClKernels {
    @Override
    public String name() {
        return "signal";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        if (!call.operator().id().type().equals("DFT")) {
            return Proposal.unrelated();
        }
        DType type = call.input(0).dtype();
        if (!ElementType.supports(type) || (type == DType.DOUBLE && !device.fp64())) {
            return Proposal.declined("the device has no elements of " + type);
        }
        if ((call.hasInput(1) && call.constant(1) == null) || (call.hasInput(2) && call.constant(2) == null)) {
            return Proposal.declined("the length or the axis is not constant");
        }
        return new FourierPlan(call, device).propose();
    }
}
