package org.cotangent.opencl.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.gemm.ContractionPlan;
import org.cotangent.opencl.gemm.Factor;
import org.cotangent.opencl.gemm.Index;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;

/**
 * Images {@code [N, C, sizes...]} in memory, in any order of axes.
 *
 * @param sizes of all axes
 * @param strides of all axes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Image(Factor elements, long[] sizes, long[] strides) {
    /** Images that an order of axes makes of a dense tensor. */
    static Image of(Factor elements, long[] sizes, AxisOrder order) {
        return new Image(
                elements,
                sizes,
                order.apply(StridedSpace.strides(order.inverse().apply(sizes))));
    }

    long stride(int axis) {
        return strides[axis];
    }

    long spatial(int axis) {
        return strides[axis + 2];
    }

    /** {@return how many elements a copy has that begins so far before the axes and has these sizes} */
    static double elements(long[] sizes, long[] extents) {
        return (double) sizes[0]
                * sizes[1]
                * Arrays.stream(extents).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    /**
     * {@return images whose spatial axes have these sizes and begin so many elements earlier; what is outside these
     * ones is 0}
     */
    Image padded(ContractionPlan plan, DeviceFacts device, long[] before, long[] extents) {
        boolean fits = true;
        for (int i = 0; i < before.length; i++) {
            fits &= before[i] == 0 && extents[i] <= sizes[i + 2];
        }
        if (fits) {
            return this;
        }
        long[] wider = sizes.clone();
        System.arraycopy(extents, 0, wider, 2, extents.length);
        long count = Arrays.stream(wider).reduce(1, Math::multiplyExact);
        DType type = elements.type() == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        Image target = new Image(plan.scratch(count, type), wider, StridedSpace.strides(wider));
        plan.add(launch(target, device, before));
        return target;
    }

    private Launch launch(Image target, DeviceFacts device, long[] before) {
        int last = sizes.length - 1;
        List<Integer> counts = ints(target.sizes).subList(0, last);
        Index lines =
                new Index("line", new StridedSpace(counts, List.of(ints(strides).subList(0, last))), List.of("x"));
        StringBuilder inside = new StringBuilder("1");
        StringBuilder parameters = new StringBuilder(lines.parameters());
        List<Argument> extra = new ArrayList<>(lines.arguments());
        long first = elements.first();
        for (int axis = 2; axis < sizes.length; axis++) {
            first -= before[axis - 2] * strides[axis];
            if (axis < last) {
                inside.append(" && (uint)(line_%d - before%d) < (uint)size%d".formatted(axis, axis, axis));
                parameters.append(", const int before%d, const int size%d".formatted(axis, axis));
                extra.add(Argument.of((int) before[axis - 2]));
                extra.add(Argument.of((int) sizes[axis]));
            }
        }
        Source code = Source.resource(Image.class, "pad.cl");
        Source source = new Source(code.name(), lines.definitions() + code.text())
                .define("PARAMETERS", parameters)
                .define("INSIDE", "(" + inside + ")")
                .type("X", elements.type())
                .type("Y", target.elements.type());
        int columns = (int) target.sizes[last];
        int count =
                Math.toIntExact(counts.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact));
        List<Argument> arguments = new ArrayList<>(List.of(
                elements.memory(),
                target.elements.memory(),
                Argument.of(columns),
                Argument.of(count),
                Argument.of((int) before[last - 2]),
                Argument.of((int) sizes[last]),
                Argument.of((int) strides[last]),
                Argument.of(Math.toIntExact(first))));
        arguments.addAll(extra);
        Range range = device.isCpu() ? Range.of(1, 1, count, 8) : Range.of(Math.min(columns, 64), 16, count, 4);
        return new Launch(source, "pad", range, arguments, false);
    }

    private static List<Integer> ints(long[] values) {
        return Arrays.stream(values).mapToObj(Math::toIntExact).toList();
    }
}
