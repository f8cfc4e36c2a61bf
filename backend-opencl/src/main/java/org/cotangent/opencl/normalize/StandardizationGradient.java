package org.cotangent.opencl.normalize;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.reduce.Combination;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Line;
import org.cotangent.opencl.reduce.Lines;
import org.cotangent.opencl.reduce.Reduction;
import org.cotangent.opencl.reduce.Team;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;

/** The gradient of a normalisation of rows: that of the values by rows, that of the scale by columns in parts. */
final class StandardizationGradient {
    private static final int INVERSE = 3;
    private static final int MEAN = 4;

    private final Preparation call;
    private final DeviceFacts device;
    private final DType type;
    private final Line rows;

    private StandardizationGradient(Preparation call, DeviceFacts device) {
        this.call = call;
        this.device = device;
        this.type = call.input(0).dtype();
        Shape shape = call.input(0).shape();
        this.rows = Line.between(shape, shape.axis(call.attributes().integer("axis")), shape.rank());
    }

    static Proposal propose(Preparation call, DeviceFacts device) {
        return Proposal.accepted("rows, back", () -> new StandardizationGradient(call, device).plan());
    }

    private KernelPlan plan() {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i <= INVERSE; i++) {
            arguments.add(Argument.input(i));
        }
        addMean(arguments);
        arguments.add(Argument.output(0));
        List<Launch> launches = new ArrayList<>();
        launches.add(
                Lines.launch(device, Elements.computed(type), rows, "standardize_gradient", this::define, arguments));
        return call.hasOutput(1) ? withScale(launches) : KernelPlan.of(launches);
    }

    private void addMean(List<Argument> arguments) {
        if (call.hasInput(MEAN)) {
            arguments.add(Argument.input(MEAN));
        }
    }

    private Source define(Source code) {
        Source source = code.vectorType("X", type);
        return call.hasInput(MEAN) ? source.define("CENTRED", "") : source;
    }

    private KernelPlan withScale(List<Launch> launches) {
        Line columns = new Line(1, rows.outer(), rows.length());
        int parts = Reduction.parts(columns, device, type);
        Argument sums = parts == 1 ? Argument.output(1) : new Argument.Scratch(0, type.bytes());
        long bytes = parts == 1 ? 0 : Reduction.aligned((long) parts * rows.length() * type.bytes());
        launches.add(sums(parts, sums));
        if (parts == 1) {
            return KernelPlan.of(launches);
        }
        Reduction rest = new Reduction(
                device, Combination.SUM, type, new long[] {parts, rows.length()}, new boolean[] {true, false});
        launches.addAll(rest.launches(sums, type, Argument.output(1), bytes));
        return KernelPlan.of(launches).withScratch(rest.scratch(bytes));
    }

    private Launch sums(int parts, Argument target) {
        Team team = Team.ofColumns(device, type, (long) parts * rows.length(), rows.length(), rows.outer() / parts);
        int tasks = Math.multiplyExact(parts, team.blocks(rows.length()));
        List<Argument> arguments =
                new ArrayList<>(List.of(Argument.input(0), Argument.input(2), Argument.input(INVERSE)));
        addMean(arguments);
        arguments.addAll(List.of(
                target,
                Argument.of(tasks),
                Argument.of(team.take()),
                Argument.of(rows.outer()),
                Argument.of(parts),
                Argument.of(rows.length())));
        Source source = define(Lines.source(team, type, false, "standardize_gradient.cl"));
        return new Launch(source, "scale_gradient", team.range(tasks), arguments, false);
    }
}
