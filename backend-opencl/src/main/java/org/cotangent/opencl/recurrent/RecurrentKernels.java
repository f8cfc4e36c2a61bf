package org.cotangent.opencl.recurrent;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Kernels for recurrent layers: the products with inputs of all times at once, then launches for every step. */
public final class RecurrentKernels implements OpenClKernels {
    @Override
    public String name() {
        return "recurrent";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        return switch (call.operator().id().type()) {
            case "LSTM" -> propose(Layer.LSTM, call, device);
            case "GRU" -> propose(Layer.GRU, call, device);
            case "RNN" -> propose(Layer.RNN, call, device);
            default -> Proposal.unrelated();
        };
    }

    private static Proposal propose(Layer layer, Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        if (!ElementType.supports(type) || (type == DType.DOUBLE && !device.fp64())) {
            return Proposal.declined("the device has no elements of " + type);
        }
        LayerPlan plan = new LayerPlan(layer, call, device);
        return plan.largest() > device.largestBlock()
                ? Proposal.declined("what inputs bring to all gates is larger than the largest block of the device")
                : Proposal.accepted("step by step", plan::plan);
    }
}
