package org.cotangent.opencl.quant;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** DynamicQuantizeLinear: extremes of parts, their extremes with scale and zero point, then the codes. */
final class DynamicQuantization {
    private static final int GPU_PARTS = 256;
    private static final int SMALLEST_PART = 4096;

    private DynamicQuantization() {}

    static KernelPlan plan(Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        int elements = Math.toIntExact(call.input(0).shape().elements().size());
        int bytes = type.bytes();
        int width = device.isCpu() ? Math.max(2, device.vectorWidth() * 4 / bytes) : 1;
        int parts = device.isCpu() ? Math.clamp(elements / SMALLEST_PART, 1, 4 * device.computeUnits()) : GPU_PARTS;
        Source source = Source.resource(DynamicQuantization.class, "dynamicquantize.cl")
                .type("X", type)
                .define("WIDTH", Math.min(16, width));
        int group = device.isCpu() ? 1 : 64;
        Argument extremes = new Argument.Scratch(0, bytes);
        long after = 2L * parts * bytes + 63 & ~63L;
        Argument found = new Argument.Scratch(after, bytes);
        List<Launch> launches = new ArrayList<>();
        launches.add(Launch.of(
                source,
                "extremes",
                Range.of(parts, group),
                Argument.input(0),
                extremes,
                Argument.of(elements),
                Argument.of(parts)));
        List<Argument> arguments = new ArrayList<>(List.of(extremes, found));
        Source finish = source;
        for (int i = 1; i < 3; i++) {
            if (call.hasOutput(i)) {
                finish = finish.define("OUTPUT" + i, 1);
                arguments.add(Argument.output(i));
            }
        }
        arguments.add(Argument.of(parts));
        launches.add(new Launch(finish, "finish", Range.of(1, 1), arguments, false));
        launches.add(Launch.of(
                source,
                "codes",
                Range.of(elements, 64),
                Argument.input(0),
                found,
                Argument.output(0),
                Argument.of(elements)));
        return KernelPlan.of(launches).withScratch(after + 64);
    }
}
