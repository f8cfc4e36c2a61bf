package org.cotangent.opencl.indexing;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** OneHot, with indices of any type. */
final class OneHotMaking {
    private OneHotMaking() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        DType indices = call.input(0).dtype();
        DType values = call.input(2).dtype();
        if (!ElementType.supports(indices) || (indices == DType.DOUBLE && !device.fp64())) {
            return Proposal.declined("the device has no indices of " + indices);
        }
        return Bits.canCopy(values)
                ? Proposal.accepted("an element each", () -> plan(call, device))
                : Proposal.declined("the device has no elements of " + values);
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        long[] sizes = call.output(0).shape().sizes();
        int axis = call.output(0).shape().axis(call.attributes().integer("axis"));
        long elements = call.output(0).shape().elements().size();
        if (elements == 0) {
            return KernelPlan.of();
        }
        DType indices = call.input(0).dtype();
        Source source = Bits.in(
                        Source.resource(OneHotMaking.class, "onehot.cl"),
                        "T",
                        call.input(2).dtype())
                .type("INDEX", indices)
                .define("FLOATING", indices.isFloating() ? 1 : 0);
        return KernelPlan.of(Launch.of(
                source,
                "one_hot",
                Range.of(elements, device.isCpu() ? 64 : device.groupSize()),
                Argument.input(0),
                Argument.input(2),
                Argument.output(0),
                Argument.of(Math.toIntExact(elements)),
                Argument.of(Math.toIntExact(sizes[axis])),
                Argument.of(Math.toIntExact(SliceGathering.product(sizes, axis + 1, sizes.length)))));
    }
}
