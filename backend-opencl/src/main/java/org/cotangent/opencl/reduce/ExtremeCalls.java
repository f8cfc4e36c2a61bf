package org.cotangent.opencl.reduce;

import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Where the largest or smallest elements of lines are: ArgMax, ArgMin, Hardmax. */
final class ExtremeCalls {
    private ExtremeCalls() {}

    /**
     * {@return ArgMax, ArgMin, or Hardmax}
     *
     * @param hard whether the result is a line with a one
     */
    static Proposal propose(Preparation call, boolean smallest, boolean hard, DeviceFacts device) {
        DType type = call.input(0).dtype();
        boolean last = !hard && call.attributes().flag("select_last_index");
        Combination.Combine combine = smallest ? Combination.Combine.MIN : Combination.Combine.MAX;
        Line line = Line.along(call.input(0).shape(), call.attributes().integer("axis"));
        return Proposal.accepted(
                "places of extremes",
                () -> KernelPlan.of(Lines.launch(
                        device,
                        Elements.computed(type),
                        line,
                        "extreme",
                        code -> {
                            Source source = code.vectorType("X", type)
                                    .define("BEST", combine.function(type.isFloating()))
                                    .define("START", "((NUMBER)" + combine.start(type) + ")")
                                    .define("PLACE", type == DType.DOUBLE ? "long" : "int");
                            source = smallest ? source.define("SMALLEST", "") : source;
                            source = last ? source.define("LAST", "") : source;
                            return hard ? source.define("HARD", "") : source;
                        },
                        List.of(Argument.input(0), Argument.output(0)))));
    }
}
