package org.cotangent.opencl.vision;

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
import org.cotangent.spi.tensor.DType;

/** GridSample and AffineGrid. */
final class GridSampling {
    private static final int AXES = 3;
    private static final int GROUP = 64;

    private GridSampling() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        boolean interpolates = !call.attributes().text("mode").equals("nearest");
        if (call.input(0).shape().rank() - 2 > AXES) {
            return Proposal.declined("more than " + AXES + " spatial axes");
        }
        if (interpolates && type.isInteger() && (type.bits() > 32 || !device.fp64())) {
            return Proposal.declined("interpolation between elements of " + type);
        }
        return Proposal.accepted("a place each", () -> sample(call));
    }

    private static KernelPlan sample(Preparation call) {
        DType type = call.input(0).dtype();
        DType grid = call.input(1).dtype();
        int taps = switch (call.attributes().text("mode")) {
            case "nearest" -> 1;
            case "cubic" -> 4;
            default -> 2;
        };
        Source source = Source.resource(GridSampling.class, "gridsample.cl")
                .type("X", type)
                .type("G", grid)
                .define("REAL", grid == DType.DOUBLE ? "double" : "float")
                .define("NUMBER", type == DType.DOUBLE || type.isInteger() ? "double" : "float")
                .define("TAPS", taps)
                .define("AXES", call.input(0).shape().rank() - 2);
        source = switch (call.attributes().text("padding_mode")) {
            case "border" -> source.define("BORDER", 1);
            case "reflection" -> source.define("REFLECTION", 1);
            default -> source;
        };
        source = call.attributes().flag("align_corners") ? source.define("ALIGNED", 1) : source;
        if (type.isInteger() && taps > 1) {
            long range = 1L << type.bits();
            long low = type.kind() == DType.Kind.SIGNED ? -range / 2 : 0;
            source = source.define("LOW", "(" + low + "L)").define("HIGH", low + range - 1 + "L");
        }
        long[] x = call.input(0).shape().sizes();
        int planes = Math.toIntExact(x[0] * x[1]);
        long all = call.output(0).shape().elements().size();
        int points = planes == 0 ? 0 : Math.toIntExact(all / planes);
        List<Argument> arguments = new ArrayList<>(List.of(
                Argument.input(0),
                Argument.input(1),
                Argument.output(0),
                Argument.of(points),
                Argument.of(Math.toIntExact(x[1])),
                Argument.of(planes)));
        addSizes(arguments, x);
        return KernelPlan.of(new Launch(source, "sampled", Range.of(points, GROUP, planes, 1), arguments, false));
    }

    static KernelPlan affine(Preparation call) {
        long[] grid = call.output(0).shape().sizes();
        int axes = grid.length - 2;
        Source source = Source.resource(GridSampling.class, "affinegrid.cl")
                .type("T", call.input(0).dtype())
                .define("AXES", axes);
        source = call.attributes().flag("align_corners") ? source.define("ALIGNED", 1) : source;
        List<Argument> arguments =
                new ArrayList<>(List.of(Argument.input(0), Argument.output(0), Argument.of(Math.toIntExact(grid[0]))));
        long[] image = new long[axes + 2];
        System.arraycopy(grid, 1, image, 2, axes);
        long places = addSizes(arguments, image);
        return KernelPlan.of(new Launch(source, "mapped", Range.of(places, GROUP, grid[0], 1), arguments, false));
    }

    /** Adds the sizes of the spatial axes, three with those that are missing, and returns their product. */
    private static long addSizes(List<Argument> arguments, long[] image) {
        long product = 1;
        for (int axis = image.length - AXES; axis < image.length; axis++) {
            long size = axis < 2 ? 1 : image[axis];
            arguments.add(Argument.of(Math.toIntExact(size)));
            product *= size;
        }
        return product;
    }
}
