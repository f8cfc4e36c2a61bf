package org.cotangent.opencl.random;

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

/** Multinomial: groups of work-items add up the weights of rows, then every outcome is searched for by one. */
final class Drawing {
    private static final int MEMBERS = 64;

    private Drawing() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        if (!device.fp64()) {
            return Proposal.declined("the device has no float64 to add up weights in");
        }
        long bytes = Double.BYTES * call.input(0).shape().elements().size();
        return bytes > device.largestBlock()
                ? Proposal.declined("the sums of weights are larger than the largest block of the device")
                : Proposal.accepted("rows added up, then searched", () -> plan(call, device, bytes));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device, long bytes) {
        long rows = call.input(0).shape().size(0);
        int classes = Math.toIntExact(call.input(0).shape().size(1));
        int samples = Math.toIntExact(call.output(0).shape().size(1));
        int members = device.isCpu() ? 1 : Math.min(MEMBERS, device.groupSize());
        long outcomes = rows * samples;
        if (outcomes == 0) {
            return KernelPlan.of();
        }
        Source source = RandomCode.source("multinomial.cl", device)
                .type("X", call.input(0).dtype())
                .type("Y", call.output(0).dtype())
                .define("MEMBERS", members);
        Argument sums = new Argument.Scratch(0, Double.BYTES);
        List<Argument> arguments = new ArrayList<>(List.of(
                sums,
                Argument.output(0),
                Argument.of(classes),
                Argument.of(samples),
                Argument.of(Math.toIntExact(outcomes))));
        arguments.addAll(RandomCode.stream(call.attributes()));
        return KernelPlan.of(
                        Launch.of(
                                source,
                                "accumulate",
                                Range.of(rows * members, members),
                                Argument.input(0),
                                sums,
                                Argument.of(classes)),
                        new Launch(source, "draw", Range.of(outcomes, device.groupSize()), arguments, false))
                .withScratch(bytes);
    }
}
