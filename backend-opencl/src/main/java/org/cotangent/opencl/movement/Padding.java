package org.cotangent.opencl.movement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Pad: every element of the output finds its place in the input, or that it has none. */
final class Padding {
    private Padding() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        String map = map(call.attributes().text("mode"));
        if (map == null || !StridedCopy.moves(call.input(0).dtype())) {
            return Proposal.declined("mode " + call.attributes().text("mode") + " of "
                    + call.input(0).dtype());
        }
        if (call.constant(1) == null || (call.hasInput(3) && call.constant(3) == null)) {
            return Proposal.declined("pads or axes are known only at run time");
        }
        if (call.input(0).shape().elements().size() == 0) {
            return Proposal.declined("an empty input");
        }
        return Proposal.accepted("padding", () -> plan(call, device, map));
    }

    /** {@return what a coordinate i of an axis of n elements stands for} */
    private static @Nullable String map(String mode) {
        return switch (mode) {
            case "constant" -> "inside &= i >= 0 && i < n;";
            case "edge" -> "i = clamp(i, 0, n - 1);";
            case "wrap" -> "i %= n; i += i < 0 ? n : 0;";
            case "reflect" ->
                "if (n <= 1) { i = 0; } else { i = abs(i) % (2 * (n - 1)); i = i < n ? i : 2 * (n - 1) - i; }";
            default -> null;
        };
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device, String map) {
        long[] sizes = MovementKernels.input(call, 0);
        long[] output = MovementKernels.output(call, 0);
        long[] strides = StridedSpace.strides(sizes);
        long[] pads = MovementKernels.longs(call, 1, new long[0]);
        long[] axes = MovementKernels.longs(
                call, 3, LongStream.range(0, pads.length / 2).toArray());
        long[] begins = new long[sizes.length];
        for (int k = 0; k < axes.length; k++) {
            begins[Math.toIntExact(axes[k] < 0 ? axes[k] + sizes.length : axes[k])] = pads[k];
        }
        long from = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            long end = output[axis] - sizes[axis] - begins[axis];
            long cut = Math.max(0, -begins[axis]); // what is cut off is not there to be mirrored
            from += cut * strides[axis];
            sizes[axis] -= cut + Math.max(0, -end);
            begins[axis] += cut;
        }
        long elements = call.output(0).shape().elements().size();
        boolean valued = call.hasInput(2) && call.input(2).dtype() != DType.STRING;
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.output(0)));
        if (valued) {
            arguments.add(Argument.input(2));
        }
        arguments.add(Argument.of(Math.toIntExact(elements)));
        arguments.add(Argument.of(Math.toIntExact(from)));
        StringBuilder code = new StringBuilder("__kernel void pad(IN(WORD, x), OUT(WORD, y)")
                .append(valued ? ", IN(WORD, value)" : "")
                .append(", const int elements, const int from");
        StringBuilder body = new StringBuilder();
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            code.append(
                    ", const int o%d, const int b%d, const int n%d, const int s%d".formatted(axis, axis, axis, axis));
            body.append("    { const int n = n%d; int i = rest %% o%d - b%d; rest /= o%d; %s at += i * s%d; }\n"
                    .formatted(axis, axis, axis, axis, map, axis));
            for (long value : new long[] {output[axis], begins[axis], sizes[axis], strides[axis]}) {
                arguments.add(Argument.of(Math.toIntExact(value)));
            }
        }
        code.append(") {\n    BIND(x);\n    BIND(y);\n")
                .append(valued ? "    BIND(value);\n" : "")
                .append(
                        "    const int element = get_global_id(0);\n    if (element >= elements) {\n        return;\n    }\n")
                .append("    int rest = element;\n    int at = from;\n    bool inside = true;\n")
                .append(body)
                .append("    if (inside) {\n        y[element] = x[at];\n    } else {\n        y[element] = ")
                .append(valued ? "value[0]" : "(WORD)0")
                .append(";\n    }\n}\n");
        Source source = new Source("pad", code.toString())
                .define("WORD", StridedCopy.word(call.input(0).dtype()));
        return KernelPlan.of(new Launch(source, "pad", Range.of(elements, device.groupSize()), arguments, false));
    }
}
