package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * Slices of neighbouring elements, one for each entry of the indices: Gather, GatherND, ArrayFeatureExtractor.
 *
 * @param entries how many tuples a row of the data is read with
 * @param shared whether all rows are read with the same
 * @param rowStride the elements from one row to the next
 * @param run the elements of a slice
 */
record SliceGathering(Tuples tuples, long entries, boolean shared, long rowStride, long run) {
    private static final int PIECE = 1 << 13;
    private static final int SHORT = 16;

    static Proposal propose(Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        if (!Bits.canCopy(type)) {
            return Proposal.declined("the device has no elements of " + type);
        }
        SliceGathering gathering = of(call);
        String complaint = gathering.tuples.complaint(call.constant(1));
        return complaint != null
                ? Proposal.declined(complaint)
                : Proposal.accepted("slices by indices", () -> gathering.plan(call, device));
    }

    private static SliceGathering of(Preparation call) {
        long[] data = call.input(0).shape().sizes();
        long[] indices = call.input(1).shape().sizes();
        DType type = call.input(1).dtype();
        if (call.operator().id().type().equals("GatherND")) {
            int batch = (int) call.attributes().integer("batch_dims");
            int length = (int) indices[indices.length - 1];
            List<Long> limits =
                    Arrays.stream(data, batch, batch + length).boxed().toList();
            long run = product(data, batch + length, data.length);
            Tuples tuples = Tuples.dense(type, limits, run);
            long entries = product(indices, batch, indices.length - 1);
            return new SliceGathering(tuples, entries, false, product(data, batch, data.length), run);
        }
        boolean last = !call.operator().id().type().equals("Gather");
        int axis = call.input(0).shape().axis(last ? -1 : call.attributes().integer("axis"));
        long run = product(data, axis + 1, data.length);
        Tuples tuples = Tuples.single(type, data[axis], run);
        return new SliceGathering(tuples, product(indices, 0, indices.length), true, data[axis] * run, run);
    }

    /** {@return the product of sizes from one axis to the one before another} */
    static long product(long[] sizes, int from, int to) {
        return Arrays.stream(sizes, from, to).reduce(1, (a, b) -> a * b);
    }

    private KernelPlan plan(Preparation call, DeviceFacts device) {
        DType type = call.input(0).dtype();
        long elements = call.output(0).shape().elements().size();
        if (elements == 0) {
            return KernelPlan.of();
        }
        Source source = tuples.in(Bits.in(Source.resource(SliceGathering.class, "gather.cl"), "T", type)
                .define("SHARED", shared ? 1 : 0));
        boolean whole = device.isCpu() && run >= SHORT;
        long pieces = whole ? Math.ceilDiv(run, PIECE) : 0;
        long items = whole ? elements / run * pieces : elements;
        List<Argument> arguments = new ArrayList<>(List.of(
                Argument.input(0),
                Argument.input(1),
                Argument.output(0),
                Argument.of(Math.toIntExact(items)),
                Argument.of(Math.toIntExact(entries)),
                Argument.of(Math.toIntExact(run)),
                Argument.of(Math.toIntExact(rowStride)),
                Argument.of(Bits.missing(type))));
        if (whole) {
            arguments.add(Argument.of(Math.toIntExact(pieces)));
            arguments.add(Argument.of(PIECE));
        }
        arguments.addAll(tuples.arguments());
        int group = whole ? (items > 256 ? 16 : 1) : device.isCpu() ? 64 : device.groupSize();
        return KernelPlan.of(
                new Launch(source, whole ? "gathered_slices" : "gathered", Range.of(items, group), arguments, false));
    }
}
