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

/** Dropout: a work-item takes four elements, which a block of the stream decides on. */
final class Dropping {
    private Dropping() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        return Proposal.accepted("four elements each", () -> plan(call, device));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        long elements = call.input(0).shape().elements().size();
        Source source =
                RandomCode.source("dropout.cl", device).type("X", call.input(0).dtype());
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.output(0)));
        if (call.hasInput(1)) {
            source = source.type("RATIO", call.input(1).dtype());
            arguments.add(Argument.input(1));
        } else {
            source = source.define("RATIO_REAL", "float");
        }
        if (call.hasInput(2)) {
            source = source.define("TRAINING", "");
            arguments.add(Argument.input(2));
        }
        if (call.hasOutput(1)) {
            source = source.define("MASK", "");
            arguments.add(Argument.output(1));
        }
        arguments.add(Argument.of(Math.toIntExact(elements)));
        arguments.addAll(RandomCode.stream(call.attributes()));
        return KernelPlan.of(new Launch(
                        source, "dropout", Range.of(Math.ceilDiv(elements, 4), device.groupSize()), arguments, false))
                .overwriting((input, output) -> input == 0 && output == 0);
    }
}
