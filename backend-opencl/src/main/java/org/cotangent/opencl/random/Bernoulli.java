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

/** Bernoulli: a work-item takes two elements, which a block of the stream gives. */
final class Bernoulli {
    private Bernoulli() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        return Proposal.accepted("two elements each", () -> plan(call, device));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        long elements = call.output(0).shape().elements().size();
        Source source = RandomCode.source("bernoulli.cl", device)
                .type("X", call.input(0).dtype())
                .type("Y", call.output(0).dtype());
        List<Argument> arguments =
                new ArrayList<>(List.of(Argument.input(0), Argument.output(0), Argument.of(Math.toIntExact(elements))));
        arguments.addAll(RandomCode.stream(call.attributes()));
        return KernelPlan.of(new Launch(
                        source, "bernoulli", Range.of(Math.ceilDiv(elements, 2), device.groupSize()), arguments, false))
                .overwriting((input, output) -> true);
    }
}
