package org.cotangent.opencl.reduce;

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

/** TopK: by heaps, or on graphics processors by counting what is better where lines are short. */
final class TopKCalls {
    private static final int LONGEST_COUNTED = 4096;

    private TopKCalls() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        return call.hasOutput(0)
                ? Proposal.accepted("selection", () -> plan(call, device))
                : Proposal.declined("the values are not asked for");
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        long axis = call.attributes().integer("axis");
        Line line = Line.along(call.input(0).shape(), axis);
        int k = Line.along(call.output(0).shape(), axis).length();
        if (k == 0 || line.count() == 0) {
            return KernelPlan.of(List.of());
        }
        boolean counted = !device.isCpu() && line.length() <= LONGEST_COUNTED;
        int tasks = Math.toIntExact(counted ? line.elements() : line.count());
        int group = device.isCpu() ? 1 : Math.min(64, device.groupSize());
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.output(0)));
        if (call.hasOutput(1)) {
            arguments.add(Argument.output(1));
        }
        if (!counted) {
            arguments.add(new Argument.Scratch(0, Integer.BYTES));
        }
        arguments.addAll(
                List.of(Argument.of(tasks), Argument.of(line.length()), Argument.of(line.inner()), Argument.of(k)));
        Launch launch = new Launch(source(call, counted), "top_k", Range.of(tasks, group), arguments, false);
        return KernelPlan.of(launch).withScratch(counted ? 0 : line.count() * k * Integer.BYTES);
    }

    private static Source source(Preparation call, boolean counted) {
        DType type = call.input(0).dtype();
        Source source = Source.resource(TopKCalls.class, "top_k.cl").type("X", type);
        source = switch (Elements.computed(type)) {
            case FLOAT -> source.define("FLOAT_KEY", "");
            case DOUBLE -> source.define("DOUBLE_KEY", "");
            case UINT64 -> source.define("UNSIGNED_KEY", "");
            default -> source;
        };
        source = call.attributes().flag("largest") ? source.define("LARGEST", "") : source;
        source = call.hasOutput(1) ? source.define("INDICES", "") : source;
        return counted ? source.define("COUNTED", "") : source;
    }
}
