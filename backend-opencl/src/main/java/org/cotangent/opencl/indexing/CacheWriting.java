package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** TensorScatter: updates of a cache, each from some place of its entry on. */
final class CacheWriting {
    private CacheWriting() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        if (!Bits.canCopy(type)) {
            return Proposal.declined("the device has no elements of " + type);
        }
        int axis = call.input(0).shape().axis(call.attributes().integer("axis"));
        boolean circular = call.attributes().text("mode").equals("circular");
        long room = call.input(0).shape().size(axis) - call.input(1).shape().size(axis);
        String complaint = complaint(call.hasInput(2) ? call.constant(2) : null, circular ? Long.MAX_VALUE : room);
        return complaint != null
                ? Proposal.declined(complaint)
                : Proposal.accepted("places of a cache", () -> plan(call, axis, circular, device));
    }

    private static @Nullable String complaint(@Nullable Tensor starts, long last) {
        for (long i = 0; starts != null && i < starts.elements(); i++) {
            long start = starts.getLong(i);
            if (start < 0 || start > last) {
                return "an update from place " + start + " on does not fit into the cache, which only the host reports";
            }
        }
        return null;
    }

    private static KernelPlan plan(Preparation call, int axis, boolean circular, DeviceFacts device) {
        long[] cache = call.input(0).shape().sizes();
        DType type = call.input(0).dtype();
        long elements = call.output(0).shape().elements().size();
        if (elements == 0) {
            return KernelPlan.of();
        }
        long updates = call.input(1).shape().elements().size();
        boolean placed = call.hasInput(2);
        Source source = Bits.in(Source.resource(CacheWriting.class, "tensorscatter.cl"), "T", type)
                .define("PLACED", placed ? 1 : 0)
                .define("CIRCULAR", circular ? 1 : 0);
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(1), Argument.output(0)));
        if (placed) {
            arguments.add(Argument.input(2));
            arguments.add(Argument.of(Math.toIntExact(SliceGathering.product(cache, 1, axis))));
        }
        arguments.add(Argument.of(Math.toIntExact(updates)));
        arguments.add(Argument.of(Math.toIntExact(cache[axis])));
        arguments.add(Argument.of(Math.toIntExact(call.input(1).shape().size(axis))));
        arguments.add(Argument.of(Math.toIntExact(SliceGathering.product(cache, axis + 1, cache.length))));
        Range range = Range.of(updates, device.isCpu() ? 64 : device.groupSize());
        return KernelPlan.of(Bits.copy(type, elements, device), new Launch(source, "written", range, arguments, false))
                .overwriting((input, output) -> input == 0);
    }
}
