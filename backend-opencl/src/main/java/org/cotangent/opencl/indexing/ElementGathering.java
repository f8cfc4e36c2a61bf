package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** GatherElements: an element for each index. */
final class ElementGathering {
    private static final int GROUP = 64;

    private ElementGathering() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        if (!Bits.canCopy(type)) {
            return Proposal.declined("the device has no elements of " + type);
        }
        long[] data = call.input(0).shape().sizes();
        int axis = call.input(0).shape().axis(call.attributes().integer("axis"));
        long stride = StridedSpace.strides(data)[axis];
        Tuples tuples = Tuples.single(call.input(1).dtype(), data[axis], stride);
        String complaint = tuples.complaint(call.constant(1));
        return complaint != null
                ? Proposal.declined(complaint)
                : Proposal.accepted("elements by indices", () -> plan(call, axis, tuples, device));
    }

    private static KernelPlan plan(Preparation call, int axis, Tuples tuples, DeviceFacts device) {
        long[] indices = call.input(1).shape().sizes();
        if (call.output(0).shape().elements().size() == 0) {
            return KernelPlan.of();
        }
        DType type = call.input(0).dtype();
        long[] own = StridedSpace.strides(call.input(0).shape().sizes());
        own[axis] = 0;
        StridedSpace space = StridedSpace.of(indices, List.of(StridedSpace.strides(indices), own));
        Source source = tuples.in(Bits.in(Source.resource(ElementGathering.class, "gatherelements.cl"), "T", type)
                .define("OUTER_PARAMETERS", space.outerParameters())
                .define("ROW_STARTS", space.rowStarts().replace("\n", " ")));
        List<Argument> arguments = new ArrayList<>(List.of(
                Argument.input(0),
                Argument.input(1),
                Argument.output(0),
                Argument.of(Math.toIntExact(space.rows())),
                Argument.of(space.row()),
                Argument.of(space.strides().get(1).getLast()),
                Argument.of(Bits.missing(type))));
        arguments.addAll(tuples.arguments());
        arguments.addAll(space.outerArguments());
        int group = device.isCpu() ? GROUP : device.groupSize();
        return KernelPlan.of(new Launch(source, "gathered_elements", space.range(group), arguments, false));
    }
}
