package org.cotangent.opencl.attention;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Shape;

/** RotaryEmbedding: one work-item for each feature. */
final class RotaryPlan {
    private RotaryPlan() {}

    static KernelPlan plan(Preparation call) {
        Heads x = Heads.of(
                call.input(0).shape(), Math.toIntExact(call.attributes().integer("num_heads", 0)));
        boolean lookup = call.hasInput(3);
        int given = Math.toIntExact(call.attributes().integer("rotary_embedding_dim"));
        Source source = Source.resource(RotaryPlan.class, "rotary.cl")
                .type("T", call.input(0).dtype());
        source = call.attributes().flag("interleaved") ? source.define("INTERLEAVED", 1) : source;
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.input(1), Argument.input(2)));
        if (lookup) {
            source = source.define("POSITIONS", 1);
            arguments.add(Argument.input(3));
        }
        arguments.add(Argument.output(0));
        for (int value : new int[] {
            x.size(),
            given == 0 ? x.size() : given,
            x.heads(),
            x.rows(),
            x.batch(),
            x.perBatch(),
            x.perHead(),
            x.perRow()
        }) {
            arguments.add(Argument.of(value));
        }
        for (int i = 1; i < 4; i++) {
            long[] rows =
                    i < 3 == lookup ? new long[] {1, 1} : rows(call.input(i).shape());
            for (long stride : StridedSpace.strides(rows, rows)) {
                arguments.add(Argument.of((int) stride));
            }
        }
        for (int i = 1; i < 3; i++) {
            arguments.add(Argument.of(Math.toIntExact(call.input(i).shape().size(0))));
        }
        Range range = new Range(x.size(), (long) x.heads() * x.rows(), x.batch(), 16, 4, 1);
        return KernelPlan.of(new Launch(source, "rotate_pairs", range, arguments, false))
                .overwriting((input, output) -> false);
    }

    private static long[] rows(Shape shape) {
        return new long[] {shape.size(0), shape.size(1)};
    }
}
