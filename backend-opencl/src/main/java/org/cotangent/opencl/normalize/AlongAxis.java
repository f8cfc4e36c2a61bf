package org.cotangent.opencl.normalize;

import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Line;
import org.cotangent.opencl.reduce.Lines;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Softmax, its logarithm, their gradients, and division by norms, all along one axis. */
final class AlongAxis {
    private AlongAxis() {}

    static Proposal softmax(Preparation call, DeviceFacts device, boolean logarithmic) {
        return propose(call, device, "softmax", 1, logarithmic ? "LOGARITHMIC" : "");
    }

    static Proposal softmaxGradient(Preparation call, DeviceFacts device, boolean logarithmic) {
        return propose(call, device, "softmax_gradient", 2, logarithmic ? "LOGARITHMIC" : "");
    }

    static Proposal lpNormalization(Preparation call, DeviceFacts device) {
        boolean euclidean = call.attributes().integer("p") == 2;
        return propose(call, device, "lp_normalize", 1, euclidean ? "EUCLIDEAN" : "");
    }

    private static Proposal propose(Preparation call, DeviceFacts device, String kernel, int inputs, String flag) {
        DType type = call.input(0).dtype();
        Line line = Line.along(call.input(0).shape(), call.attributes().integer("axis"));
        List<Argument> arguments = inputs == 1
                ? List.of(Argument.input(0), Argument.output(0))
                : List.of(Argument.input(0), Argument.input(1), Argument.output(0));
        return Proposal.accepted(kernel + (line.isRow() ? " of rows" : " of columns"), () -> {
            Launch launch = Lines.launch(
                    device, Elements.computed(type), line, kernel, code -> define(code, type, flag), arguments);
            return KernelPlan.of(launch).overwriting((input, output) -> true);
        });
    }

    /** What is between two passes is kept in the output where it loses nothing there. */
    private static Source define(Source code, DType type, String flag) {
        Source typed = code.vectorType("X", type);
        Source kept = type == DType.FLOAT || type == DType.DOUBLE ? typed.define("KEPT", "") : typed;
        return flag.isEmpty() ? kept : kept.define(flag, "");
    }
}
