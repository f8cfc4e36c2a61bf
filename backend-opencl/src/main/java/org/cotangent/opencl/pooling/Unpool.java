package org.cotangent.opencl.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.reduce.Reduction;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;

/** MaxUnpool: the last element that claims a place gets it. */
final class Unpool {
    private static final int AXES = 5;

    private Unpool() {}

    static KernelPlan plan(Preparation call, DeviceFacts device) {
        long[] sizes = five(call.output(0).shape().sizes());
        long[] pooled = five(pooled(call.attributes(), call.input(0).shape().sizes()));
        int elements = Math.toIntExact(call.input(0).shape().elements().size());
        int results = Math.toIntExact(call.output(0).shape().elements().size());
        int places = Math.toIntExact(Arrays.stream(pooled).reduce(1, Math::multiplyExact));
        int group = Math.min(64, device.groupSize());
        Source source = Source.resource(Unpool.class, "unpool.cl")
                .type("X", call.input(0).dtype());
        Argument owners = new Argument.Scratch(0, Integer.BYTES);
        List<Argument> arguments =
                new ArrayList<>(List.of(Argument.input(0), owners, Argument.output(0), Argument.of(results)));
        for (int axis = 1; axis < AXES; axis++) {
            arguments.add(Argument.of(Math.toIntExact(sizes[axis])));
        }
        for (long size : pooled) {
            arguments.add(Argument.of(Math.toIntExact(size)));
        }
        return KernelPlan.of(
                        Launch.of(source, "unpool_clear", Range.of(places, group), owners, Argument.of(places)),
                        Launch.of(
                                source,
                                "unpool_claim",
                                Range.of(elements, group),
                                Argument.input(1),
                                owners,
                                Argument.of(elements),
                                Argument.of(places)),
                        new Launch(source, "unpool", Range.of(results, group), arguments, false))
                .withScratch(Math.max(Integer.BYTES, Reduction.aligned((long) places * Integer.BYTES)));
    }

    /** The sizes in which the indices count. */
    private static long[] pooled(Attributes attributes, long[] x) {
        long[] kernel = attributes.integers("kernel_shape");
        long[] strides = attributes.integersOrNull("strides");
        long[] pads = attributes.integersOrNull("pads");
        long[] sizes = x.clone();
        for (int i = 0; i < kernel.length; i++) {
            long stride = strides == null || strides.length == 0 ? 1 : strides[i];
            long padding = pads == null || pads.length == 0 ? 0 : pads[i] + pads[i + kernel.length];
            sizes[i + 2] = (x[i + 2] - 1) * stride + kernel[i] - padding;
        }
        return sizes;
    }

    /** The sizes of images with three spatial axes. */
    private static long[] five(long[] sizes) {
        long[] five = new long[AXES];
        Arrays.fill(five, 1);
        five[0] = sizes[0];
        five[1] = sizes[1];
        System.arraycopy(sizes, 2, five, AXES + 2 - sizes.length, sizes.length - 2);
        return five;
    }
}
