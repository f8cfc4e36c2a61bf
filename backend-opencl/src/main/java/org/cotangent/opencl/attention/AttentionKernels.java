package org.cotangent.opencl.attention;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Kernels for attention and rotary embeddings. */
public final class AttentionKernels implements OpenClKernels {
    @Override
    public String name() {
        return "attention";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String type = call.operator().id().type();
        if (!type.equals("Attention") && !type.equals("RotaryEmbedding")) {
            return Proposal.unrelated();
        }
        List<DType> types = IntStream.range(0, call.inputCount())
                .filter(call::hasInput)
                .mapToObj(i -> call.input(i).dtype())
                .toList();
        for (DType each : types) {
            if (!ElementType.supports(each) || (each == DType.DOUBLE && !device.fp64())) {
                return Proposal.declined("the device has no elements of " + each);
            }
        }
        return type.equals("Attention")
                ? AttentionPlan.propose(call, device)
                : Proposal.accepted("a feature each", () -> RotaryPlan.plan(call));
    }
}
