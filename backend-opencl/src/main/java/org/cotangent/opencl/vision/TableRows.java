package org.cotangent.opencl.vision;

import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;

/** WeightedGather and GatherDot, by which images are interpolated and go back. */
final class TableRows {
    private static final int GROUP_X = 16;
    private static final int GROUP_Y = 4;

    private TableRows() {}

    static KernelPlan plan(Preparation call) {
        boolean gathers = call.operator().id().type().equals("WeightedGather");
        long[] table = call.input(0).shape().sizes();
        long[] indices = call.input(1).shape().sizes();
        Source source = Source.resource(TableRows.class, "tablerows.cl")
                .type("T", call.input(0).dtype())
                .define(gathers ? "GATHER" : "DOT", 1);
        long numbers = gathers ? table[1] : indices[1];
        return KernelPlan.of(Launch.of(
                source,
                gathers ? "gathered" : "multiplied",
                Range.of(numbers, GROUP_X, indices[0], GROUP_Y),
                Argument.input(0),
                Argument.input(1),
                Argument.input(2),
                Argument.output(0),
                Argument.of(Math.toIntExact(table[0])),
                Argument.of(Math.toIntExact(table[1])),
                Argument.of(Math.toIntExact(indices[0])),
                Argument.of(Math.toIntExact(indices[1]))));
    }
}
