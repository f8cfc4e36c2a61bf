package org.cotangent.opencl.reduce;

import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** CumSum and CumProd, in float64 if the device has it. */
final class CumulationCalls {
    private CumulationCalls() {}

    static Proposal propose(Preparation call, boolean product, DeviceFacts device) {
        Tensor axis = call.constant(1);
        if (axis == null) {
            return Proposal.declined("the axis is known only at run time");
        }
        Line line = Line.along(call.input(0).shape(), axis.getLong(0));
        return Proposal.accepted("cumulation", () -> KernelPlan.of(launch(call, line, product, device)));
    }

    private static Launch launch(Preparation call, Line line, boolean product, DeviceFacts device) {
        DType type = call.input(0).dtype();
        DType computed = type.isFloating() && device.fp64() ? DType.DOUBLE : Elements.computed(type);
        List<Argument> memory = List.of(Argument.input(0), Argument.output(0));
        if (!line.isRow()) {
            return Lines.columns(device, computed, line, "cumulate", code -> define(code, call, product), memory);
        }
        Team rows = Team.ofRows(device, computed, line.outer(), line.length());
        Team team = new Team(1, rows.size(), rows.group(), rows.take());
        Source source = define(Lines.source(team, computed, true, "cumulate.cl"), call, product);
        return new Launch(
                source,
                "cumulate",
                team.range(line.outer()),
                List.of(
                        memory.getFirst(),
                        memory.getLast(),
                        Argument.of(line.outer()),
                        Argument.of(team.take()),
                        Argument.of(line.length())),
                false);
    }

    private static Source define(Source code, Preparation call, boolean product) {
        Source source = code.vectorType("X", call.input(0).dtype())
                .define("COMBINE", product ? "PRODUCT" : "SUM")
                .define("START", product ? 1 : 0);
        source = call.attributes().flag("exclusive") ? source.define("EXCLUSIVE", "") : source;
        return call.attributes().flag("reverse") ? source.define("REVERSE", "") : source;
    }
}
