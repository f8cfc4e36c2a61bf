package org.cotangent.opencl.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;

/** RoiAlign and MaxRoiPool. */
final class Regions {
    private Regions() {}

    static KernelPlan align(Preparation call) {
        Attributes attributes = call.attributes();
        Source source = source(call).type("R", call.input(1).dtype()).define("ALIGN", 1);
        source = is(attributes, "coordinate_transformation_mode", "half_pixel") ? source.define("HALF", 1) : source;
        source = is(attributes, "mode", "max") ? source.define("GREATEST", 1) : source;
        List<Argument> arguments =
                new ArrayList<>(List.of(Argument.input(0), Argument.input(1), Argument.input(2), Argument.output(0)));
        long height = attributes.integer("output_height");
        long width = attributes.integer("output_width");
        addSizes(arguments, call, height, width);
        arguments.add(Argument.of(Math.toIntExact(attributes.integer("sampling_ratio"))));
        arguments.add(Argument.of(attributes.real("spatial_scale")));
        return KernelPlan.of(new Launch(source, "aligned", range(call, height * width), arguments, false));
    }

    static KernelPlan pool(Preparation call) {
        Source source = source(call).define("MAXIMUM", 1);
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.input(1)));
        if (call.hasOutput(0)) {
            source = source.define("SHOWN", 1);
            arguments.add(Argument.output(0));
        }
        if (call.hasOutput(1)) {
            source = source.define("PLACES", 1);
            arguments.add(Argument.output(1));
        }
        long[] pooled = call.attributes().integers("pooled_shape");
        addSizes(arguments, call, pooled[0], pooled[1]);
        arguments.add(Argument.of(call.attributes().real("spatial_scale")));
        return KernelPlan.of(new Launch(source, "pooled", range(call, pooled[0] * pooled[1]), arguments, false));
    }

    private static Source source(Preparation call) {
        return Source.resource(Regions.class, "regions.cl")
                .type("T", call.input(0).dtype());
    }

    private static boolean is(Attributes attributes, String name, String value) {
        return attributes.text(name).toLowerCase(Locale.ROOT).equals(value);
    }

    /** The number of regions, the sizes of the images, the numbers of bins. */
    private static void addSizes(List<Argument> arguments, Preparation call, long rows, long columns) {
        long[] x = call.input(0).shape().sizes();
        for (long value : new long[] {call.input(1).shape().size(0), x[0], x[1], x[2], x[3], rows, columns}) {
            arguments.add(Argument.of(Math.toIntExact(value)));
        }
    }

    private static Range range(Preparation call, long bins) {
        return new Range(
                bins, call.input(0).shape().size(1), call.input(1).shape().size(0), 16, 4, 1);
    }
}
