package org.cotangent.opencl.normalize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Line;
import org.cotangent.opencl.reduce.Lines;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;

/**
 * Normalises rows by their own mean and variance: layers, or groups of channels of an image.
 *
 * @param groups rows of an image, 0 if the scale is one of each column
 * @param channels of a row
 * @param plane elements of a channel
 * @param means the output for the means, -1 if there is none
 * @param inverses the output for the inverse deviations, -1 if there is none
 */
record RowNormalization(Line rows, boolean centred, int groups, int channels, int plane, int means, int inverses) {

    /** {@return LayerNormalization, or RMSNormalization if it is not centred} */
    static Proposal ofLayers(Preparation call, DeviceFacts device, boolean centred) {
        Shape shape = call.input(0).shape();
        int axis = shape.axis(call.attributes().integer("axis"));
        for (int i = 1; i < call.inputCount(); i++) {
            if (call.hasInput(i) && !isRow(call.input(i).shape().sizes(), shape, axis)) {
                return Proposal.declined("input " + i + " of shape "
                        + call.input(i).shape() + " is no row of " + shape + " from axis " + axis + " on");
            }
        }
        int inverses = centred ? 2 : 1;
        Line line = Line.between(shape, axis, shape.rank());
        return new RowNormalization(
                        line,
                        centred,
                        0,
                        0,
                        0,
                        centred && call.hasOutput(1) ? 1 : -1,
                        call.hasOutput(inverses) ? inverses : -1)
                .accept(call, device);
    }

    /** Whether these sizes are those of the axes from {@code axis} on, after any number of ones. */
    private static boolean isRow(long[] sizes, Shape shape, int axis) {
        int lead = sizes.length - (shape.rank() - axis);
        return lead >= 0
                && Arrays.stream(sizes, 0, lead).allMatch(size -> size == 1)
                && Arrays.equals(
                        Arrays.copyOfRange(sizes, lead, sizes.length),
                        shape.slice(axis, shape.rank()).sizes());
    }

    /** {@return GroupNormalization} */
    static Proposal ofGroups(Preparation call, DeviceFacts device) {
        long groups = Math.max(1, call.attributes().integer("num_groups"));
        return ofChannels(call, device, call.input(0).shape().size(1) / groups);
    }

    /** {@return a normalisation of groups of so many channels} */
    static Proposal ofChannels(Preparation call, DeviceFacts device, long channels) {
        Shape shape = call.input(0).shape();
        if (shape.elements().size() == 0) {
            return Proposal.accepted("nothing to normalise", () -> KernelPlan.of(List.of()));
        }
        int groups = (int) (shape.size(1) / channels);
        int plane = (int) shape.elements(2, shape.rank()).size();
        Line line = new Line((int) shape.size(0) * groups, (int) channels * plane, 1);
        return new RowNormalization(line, true, groups, (int) channels, plane, -1, -1).accept(call, device);
    }

    private Proposal accept(Preparation call, DeviceFacts device) {
        return Proposal.accepted(groups > 0 ? "groups of channels" : "rows", () -> plan(call, device));
    }

    private KernelPlan plan(Preparation call, DeviceFacts device) {
        boolean wide = call.input(0).dtype() == DType.DOUBLE || call.input(1).dtype() == DType.DOUBLE;
        DType computed = wide ? DType.DOUBLE : DType.FLOAT;
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0), Argument.input(1)));
        if (call.hasInput(2)) {
            arguments.add(Argument.input(2));
        }
        arguments.add(Argument.output(0));
        if (means >= 0) {
            arguments.add(Argument.output(means));
        }
        if (inverses >= 0) {
            arguments.add(Argument.output(inverses));
        }
        arguments.add(Elements.number(computed, call.attributes().real("epsilon")));
        arguments.add(Argument.of(groups));
        arguments.add(Argument.of(channels));
        arguments.add(Argument.of(plane));
        return KernelPlan.of(
                        Lines.launch(device, computed, rows, "normalize_rows", code -> define(code, call), arguments))
                .overwriting((input, output) ->
                        input == 0 && output == 0 && call.input(0).equals(call.output(0)));
    }

    private Source define(Source code, Preparation call) {
        Source source = code.vectorType("X", call.input(0).dtype())
                .vectorType("S", call.input(1).dtype())
                .vectorType("Y", call.output(0).dtype());
        if (means >= 0) {
            source = source.define("MEANS", "").type("M", call.output(means).dtype());
        }
        if (inverses >= 0) {
            source = source.define("INVERSES", "");
            source =
                    means >= 0 ? source : source.type("M", call.output(inverses).dtype());
        }
        source = call.hasInput(2) ? source.define("BIASED", "") : source;
        source = centred ? source.define("CENTRED", "") : source;
        return groups > 0 ? source.define("CHANNELS", "") : source;
    }
}
