package org.cotangent.opencl.quant;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.TensorType;

/** ConvInteger and QLinearConv: exact sums, one work-item for each element of the result. */
final class IntegerConvolution {
    private static final int AXES = 3;

    private IntegerConvolution() {}

    static Proposal propose(Preparation call) {
        if (call.input(0).shape().rank() > AXES + 2) {
            return Proposal.declined("more than " + AXES + " spatial axes");
        }
        boolean requantizes = requantizes(call);
        if (requantizes) {
            for (int i : new int[] {1, 2, 6, 7}) {
                if (!call.input(i).shape().elements().is(1)) {
                    return Proposal.declined("input " + i + " is no single number");
                }
            }
        }
        return Proposal.accepted("exact sums", () -> plan(call));
    }

    private static boolean requantizes(Preparation call) {
        return call.operator().id().type().equals("QLinearConv");
    }

    private static KernelPlan plan(Preparation call) {
        boolean requantizes = requantizes(call);
        int weights = requantizes ? 3 : 1;
        int zeroX = 2;
        int zeroW = requantizes ? 5 : 3;
        Source source = Source.resource(IntegerConvolution.class, "integerconvolution.cl")
                .type("X", call.input(0).dtype())
                .type("W", call.input(weights).dtype())
                .type("Y", call.output(0).dtype());
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.input(0));
        arguments.add(Argument.input(weights));
        if (call.hasInput(zeroX)) {
            source = source.define("ZERO_X", 1);
            arguments.add(Argument.input(zeroX));
        }
        if (call.hasInput(zeroW)) {
            source = source.define("ZERO_W", 1);
            arguments.add(Argument.input(zeroW));
        }
        if (requantizes) {
            source = Codes.bounded(source, call.output(0).dtype()).define("REQUANTIZE", 1);
            for (int i : new int[] {1, 4, 6, 7}) {
                arguments.add(Argument.input(i));
            }
            if (call.hasInput(8)) {
                source = source.define("BIAS", 1);
                arguments.add(Argument.input(8));
            }
        }
        arguments.add(Argument.output(0));
        long[] x = call.input(0).shape().sizes();
        long[] w = call.input(weights).shape().sizes();
        long[] y = call.output(0).shape().sizes();
        int groups = Math.toIntExact(call.attributes().integer("group"));
        int planes = Math.toIntExact(y[0] * y[1]);
        for (int value : new int[] {
            planes,
            (int) y[1],
            (int) w[1],
            groups == 0 ? 1 : Math.max(1, (int) (y[1] / groups)),
            (int) x[1],
            call.hasInput(zeroW) ? stride(call.input(zeroW)) : 0,
            requantizes ? stride(call.input(4)) : 0
        }) {
            arguments.add(Argument.of(value));
        }
        addWindows(arguments, call.attributes(), x, w, y);
        int columns = (int) y[y.length - 1];
        int rows = (int) (planes == 0 ? 0 : call.output(0).shape().elements().size() / planes / Math.max(1, columns));
        int group = Math.min(64, Integer.highestOneBit(Math.max(1, 2 * Math.min(columns, 64) - 1)));
        Range range = new Range(columns, rows, planes, group, Math.min(64 / group, 8), 1);
        return KernelPlan.of(new Launch(source, "convolution", range, arguments, false));
    }

    private static int stride(TensorType type) {
        return type.shape().elements().is(1) ? 0 : 1;
    }

    /** For each of three axes: sizes of image, kernel and result, stride, dilation and pad. */
    private static void addWindows(List<Argument> arguments, Attributes attributes, long[] x, long[] w, long[] y) {
        int rank = x.length - 2;
        long[] strides = attributes.integersOrNull("strides");
        long[] dilations = attributes.integersOrNull("dilations");
        long[] pads = attributes.integersOrNull("pads");
        String padding = attributes.text("auto_pad", "NOTSET");
        for (int missing = rank; missing < AXES; missing++) {
            for (int value : new int[] {1, 1, 1, 1, 1, 0}) {
                arguments.add(Argument.of(value));
            }
        }
        for (int axis = 0; axis < rank; axis++) {
            long stride = strides == null || strides.length == 0 ? 1 : strides[axis];
            long dilation = dilations == null || dilations.length == 0 ? 1 : dilations[axis];
            long needed = Math.max(0, (y[axis + 2] - 1) * stride + (w[axis + 2] - 1) * dilation + 1 - x[axis + 2]);
            long pad = switch (padding) {
                case "SAME_UPPER" -> needed / 2;
                case "SAME_LOWER" -> needed - needed / 2;
                case "VALID" -> 0;
                default -> pads == null || pads.length == 0 ? 0 : pads[axis];
            };
            for (long value : new long[] {x[axis + 2], w[axis + 2], y[axis + 2], stride, dilation, pad}) {
                arguments.add(Argument.of(Math.toIntExact(value)));
            }
        }
    }
}
