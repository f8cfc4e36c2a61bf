package org.cotangent.opencl.random;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Kernels for operators that draw random numbers. Every element is made of a number that its index tells. */
public final class RandomKernels implements OpenClKernels {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        return switch (call.operator().id().qualifiedName()) {
            case "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike" ->
                proposed(device, Filling.propose(call, device), call.findOutput(0));
            case "Bernoulli" ->
                proposed(device, Bernoulli.propose(call, device), call.findInput(0), call.findOutput(0));
            case "Dropout" ->
                proposed(
                        device,
                        Dropping.propose(call, device),
                        call.findInput(0),
                        call.hasInput(1) ? call.findInput(1) : null);
            case "Multinomial" -> proposed(device, Drawing.propose(call, device), call.findInput(0));
            default -> Proposal.unrelated();
        };
    }

    /** {@return the proposal, if the device has elements of these types} */
    private static Proposal proposed(DeviceFacts device, Proposal proposal, @Nullable TensorType... types) {
        for (TensorType type : types) {
            if (type != null && !ElementType.supports(type.dtype(), device)) {
                return Proposal.declined("the device has no elements of " + type.dtype());
            }
        }
        return proposal;
    }
}
