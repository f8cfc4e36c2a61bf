package org.cotangent.opencl.normalize;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Line;
import org.cotangent.opencl.reduce.Lines;
import org.cotangent.opencl.reduce.Reduction;
import org.cotangent.opencl.reduce.Team;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;

/** Normalises the channels of a batch, [batch, channels, sizes...], by statistics of the batch or given ones. */
final class ChannelNormalization {
    private static final int RUNNING_MEAN = 1;
    private static final int RUNNING_VARIANCE = 2;
    private static final int MEAN = 3;
    private static final int INVERSE = 4;
    private static final double DEVIATION_EPSILON = 1e-9;

    private final Preparation call;
    private final DeviceFacts device;
    private final boolean isBatch;
    private final DType computed;
    private final int batch;
    private final int channels;
    private final int plane;

    private ChannelNormalization(Preparation call, DeviceFacts device, boolean isBatch) {
        this.call = call;
        this.device = device;
        this.isBatch = isBatch;
        this.computed = Elements.computed(call.input(0).dtype());
        Shape shape = call.input(0).shape();
        this.batch = Math.toIntExact(shape.size(0));
        this.channels = shape.rank() < 2 ? 1 : Math.toIntExact(shape.size(1));
        this.plane = shape.rank() < 3
                ? 1
                : Math.toIntExact(shape.elements(2, shape.rank()).size());
    }

    /** {@return BatchNormalization} */
    static Proposal batch(Preparation call, DeviceFacts device) {
        return Proposal.accepted("channels", () -> new ChannelNormalization(call, device, true).batchPlan());
    }

    /** {@return MeanVarianceNormalization over all axes but that of channels} */
    static Proposal meanVariance(Preparation call, DeviceFacts device) {
        Shape shape = call.input(0).shape();
        boolean[] reduced = new boolean[shape.rank()];
        for (long axis : call.attributes().integers("axes")) {
            reduced[shape.axis(axis)] = true;
        }
        for (int axis = 0; axis < reduced.length; axis++) {
            if (reduced[axis] != (axis != 1) || reduced.length < 2) {
                return Proposal.declined("not over all axes but that of channels");
            }
        }
        return Proposal.accepted("channels", () -> new ChannelNormalization(call, device, false).ownPlan());
    }

    private KernelPlan batchPlan() {
        boolean training = call.attributes().flag("training_mode");
        if (training) {
            return ownPlan();
        }
        List<Launch> launches = new ArrayList<>();
        if (call.hasOutput(MEAN) || call.hasOutput(INVERSE)) {
            launches.add(statistics(target(MEAN), target(INVERSE), true));
        }
        launches.add(apply(Argument.input(3), Argument.input(4), call.input(3).dtype(), true));
        return KernelPlan.of(launches)
                .withScratch(2 * vector())
                .overwriting((input, output) -> input == 0 && output == 0);
    }

    /** By the statistics of the batch itself. */
    private KernelPlan ownPlan() {
        Argument means = target(MEAN);
        Argument inverses = target(INVERSE);
        return KernelPlan.of(statistics(means, inverses, false), apply(means, inverses, computed, false))
                .withScratch(2 * vector());
    }

    private long vector() {
        return Reduction.aligned((long) channels * computed.bytes());
    }

    /** Where the statistics go: into an output if it is asked for. */
    private Argument target(int output) {
        return isBatch && call.hasOutput(output)
                ? Argument.output(output)
                : new Argument.Scratch(output == MEAN ? 0 : vector(), computed.bytes());
    }

    private double epsilon() {
        return isBatch ? call.attributes().real("epsilon") : DEVIATION_EPSILON;
    }

    private Launch statistics(Argument means, Argument inverses, boolean given) {
        Team rows = Team.ofRows(device, computed, channels, (long) batch * plane);
        Team team = plane > 1 ? rows : new Team(1, rows.size(), rows.group(), rows.take());
        Source source = Lines.source(team, computed, true, "channel_statistics.cl")
                .vectorType("X", call.input(0).dtype());
        source = plane > 1 ? source : source.define("POINTS", "");
        source = given ? source.define("GIVEN", "") : source;
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0)));
        if (isBatch) {
            source = source.define("BEFORE", "").type("R", call.input(3).dtype());
            arguments.addAll(List.of(Argument.input(3), Argument.input(4)));
        } else {
            source = source.define("OUTSIDE", "");
        }
        arguments.addAll(List.of(means, inverses));
        if (isBatch && !given && call.hasOutput(RUNNING_MEAN)) {
            source = source.define("RUNNING_MEANS", "");
            arguments.add(Argument.output(RUNNING_MEAN));
        }
        if (isBatch && !given && call.hasOutput(RUNNING_VARIANCE)) {
            source = source.define("RUNNING_VARIANCES", "");
            arguments.add(Argument.output(RUNNING_VARIANCE));
        }
        arguments.add(Elements.number(computed, epsilon()));
        arguments.add(Elements.number(computed, isBatch ? call.attributes().real("momentum") : 0));
        arguments.add(Argument.of(channels));
        arguments.add(Argument.of(batch));
        arguments.add(Argument.of(plane));
        arguments.add(Argument.of(team.take()));
        return new Launch(source, "channel_statistics", team.range(channels), arguments, false);
    }

    private Launch apply(Argument means, Argument inverses, DType statistics, boolean variances) {
        Line lines = plane > 1 ? new Line(batch * channels, plane, 1) : new Line(batch, 1, channels);
        List<Argument> arguments = new ArrayList<>(List.of(Argument.input(0)));
        if (isBatch) {
            arguments.addAll(List.of(Argument.input(1), Argument.input(2)));
        }
        arguments.addAll(List.of(
                means, inverses, Argument.output(0), Elements.number(computed, epsilon()), Argument.of(channels)));
        return Lines.launch(
                device, computed, lines, "normalize_channels", code -> define(code, statistics, variances), arguments);
    }

    private Source define(Source code, DType statistics, boolean variances) {
        Source source = code.vectorType("X", call.input(0).dtype()).vectorType("R", statistics);
        source = isBatch
                ? source.define("SCALED", "").vectorType("S", call.input(1).dtype())
                : source;
        return variances ? source.define("VARIANCES", "") : source;
    }
}
