package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/**
 * Slices that are combined where tuples of indices point at: ScatterND, and WeightedScatter, whose slices are
 * multiplied by a weight for each index.
 *
 * @param slots how many places they may point at
 * @param entries how many tuples there are
 * @param run the elements of a slice
 * @param taps how many neighbouring tuples place the same slice
 */
record SliceScattering(Reduction reduction, Tuples tuples, long slots, long entries, long run, long taps) {
    private static final int LANES = 16;

    static Proposal propose(Preparation call, DeviceFacts device) {
        boolean weighted = call.operator().id().type().equals("WeightedScatter");
        SliceScattering scattering = weighted ? weighted(call) : plain(call);
        String complaint = scattering.reduction.complaint(device);
        complaint = complaint != null ? complaint : scattering.tuples.complaint(call.constant(1));
        return complaint != null
                ? Proposal.declined(complaint)
                : Proposal.accepted("updates in order, by slices", () -> {
                    long elements = call.output(0).shape().elements().size();
                    boolean empty = elements == 0 || scattering.entries == 0;
                    return scattering.reduction.plan(elements, empty ? null : scattering.launch(device), device);
                });
    }

    private static SliceScattering plain(Preparation call) {
        long[] data = call.input(0).shape().sizes();
        long[] indices = call.input(1).shape().sizes();
        int length = (int) indices[indices.length - 1];
        List<Long> limits = Arrays.stream(data, 0, length).boxed().toList();
        return new SliceScattering(
                new Reduction(call.attributes().text("reduction"), call.input(0).dtype(), false),
                Tuples.dense(call.input(1).dtype(), limits, 1),
                SliceGathering.product(data, 0, length),
                SliceGathering.product(indices, 0, indices.length - 1),
                SliceGathering.product(data, length, data.length),
                0);
    }

    private static SliceScattering weighted(Preparation call) {
        long[] indices = call.input(1).shape().sizes();
        long rows = call.output(0).shape().size(0);
        return new SliceScattering(
                new Reduction("add", call.input(0).dtype(), true),
                new Tuples(DType.INT64, List.of(rows), List.of(1L), false),
                rows,
                indices[0] * indices[1],
                call.output(0).shape().size(1),
                indices[1]);
    }

    private Launch launch(DeviceFacts device) {
        boolean weighted = taps > 0;
        long span = device.isCpu() ? Math.ceilDiv(Math.ceilDiv(run, 2 * device.computeUnits()), LANES) * LANES : 1;
        long pieces = Math.ceilDiv(run, span);
        Shares shares = Shares.of(pieces, entries, slots, device);
        Source source = tuples.in(reduction.in("scatterslices.cl").define("WEIGHTED", weighted ? 1 : 0));
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.input(1));
        arguments.add(Argument.input(weighted ? 0 : 2));
        if (weighted) {
            arguments.add(Argument.input(2));
            arguments.add(Argument.of(Math.toIntExact(taps)));
        }
        arguments.addAll(List.of(
                reduction.sums(),
                Argument.of(Math.toIntExact(entries)),
                Argument.of(Math.toIntExact(run)),
                Argument.of(Math.toIntExact(span)),
                Argument.of(Math.toIntExact(pieces)),
                Argument.of(shares.slots())));
        arguments.addAll(tuples.arguments());
        int group = device.isCpu() ? 1 : (int) Math.min(device.groupSize(), Long.highestOneBit(2 * pieces - 1));
        Range range = Range.of(pieces, group, shares.count(), 1);
        return new Launch(source, "scattered_slices", range, arguments, false);
    }
}
