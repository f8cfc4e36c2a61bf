package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.Preparation;

/** ScatterElements: updates stay in their line along the axis. */
final class LineScattering {
    private static final int GROUP = 64;

    private LineScattering() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        Reduction reduction =
                new Reduction(call.attributes().text("reduction"), call.input(0).dtype(), false);
        int axis = call.input(0).shape().axis(call.attributes().integer("axis"));
        long stride = StridedSpace.strides(call.input(0).shape().sizes())[axis];
        Tuples tuples =
                Tuples.single(call.input(1).dtype(), call.input(0).shape().size(axis), 1);
        String complaint = reduction.complaint(device);
        complaint = complaint != null ? complaint : tuples.complaint(call.constant(1));
        return complaint != null
                ? Proposal.declined(complaint)
                : Proposal.accepted("updates in order, by lines", () -> {
                    long elements = call.output(0).shape().elements().size();
                    boolean empty =
                            elements == 0 || call.input(1).shape().elements().size() == 0;
                    Launch scatter = empty ? null : launch(call, axis, stride, tuples, reduction, device);
                    return reduction.plan(elements, scatter, device);
                });
    }

    private static Launch launch(
            Preparation call, int axis, long stride, Tuples tuples, Reduction reduction, DeviceFacts device) {
        long[] sizes = call.input(1).shape().sizes();
        long[] dense = StridedSpace.strides(sizes);
        long count = sizes[axis];
        sizes[axis] = 1;
        StridedSpace lines = StridedSpace.of(
                sizes, List.of(dense, StridedSpace.strides(call.input(0).shape().sizes())));
        Shares shares = Shares.of(lines.elements(), count, tuples.limits().getFirst(), device);
        Source source = tuples.in(reduction
                .in("scatterlines.cl")
                .define("OUTER_PARAMETERS", lines.outerParameters())
                .define("ROW_STARTS", lines.rowStarts().replace("\n", " ")));
        List<Argument> arguments = new ArrayList<>(List.of(
                Argument.input(1),
                Argument.input(2),
                reduction.sums(),
                Argument.of(Math.toIntExact(lines.rows())),
                Argument.of(lines.row()),
                Argument.of(lines.strides().getFirst().getLast()),
                Argument.of(lines.strides().getLast().getLast()),
                Argument.of(Math.toIntExact(count)),
                Argument.of(Math.toIntExact(dense[axis])),
                Argument.of(Math.toIntExact(stride)),
                Argument.of(shares.slots())));
        arguments.addAll(tuples.arguments());
        arguments.addAll(lines.outerArguments());
        Range range = lines.range(device.isCpu() ? GROUP : device.groupSize());
        Range shared = new Range(range.x(), range.y(), shares.count(), range.groupX(), range.groupY(), 1);
        return new Launch(source, "scattered_lines", shared, arguments, false);
    }
}
