package org.cotangent.opencl.movement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Kernels for operators that move elements: copies with strides. */
public final class MovementKernels implements OpenClKernels {
    @Override
    public String name() {
        return "movement";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        return switch (call.operator().id().qualifiedName()) {
            case "Transpose", "Expand", "Slice", "Split", "Concat", "Tile" -> moved(call, device);
            case "Pad" -> Padding.propose(call, device);
            case "Trilu" -> Triangle.propose(call, device);
            default -> Proposal.unrelated();
        };
    }

    private static Proposal moved(Preparation call, DeviceFacts device) {
        if (!StridedCopy.moves(call.input(0).dtype())) {
            return Proposal.declined("elements of " + call.input(0).dtype() + " are no whole words");
        }
        if (call.operator().id().type().equals("Split") && call.hasInput(1) && call.constant(1) == null) {
            return Proposal.declined("the sizes are known only at run time");
        }
        if (call.operator().id().type().equals("Slice")) {
            for (int i = 1; i < call.inputCount(); i++) {
                if (call.hasInput(i) && call.constant(i) == null) {
                    return Proposal.declined("input " + i + " is known only at run time");
                }
            }
        }
        return Proposal.accepted("copy with strides", () -> plan(call, device));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        List<Launch> launches = new ArrayList<>();
        switch (call.operator().id().type()) {
            case "Split" -> {
                long from = 0;
                long[] source = StridedSpace.strides(input(call, 0));
                int axis = axis(call);
                long[] parts = parts(call, input(call, 0)[axis]);
                for (int k = 0; k < call.outputCount(); k++) {
                    if (call.hasOutput(k)) {
                        launches.add(launch(call, device, 0, k, StridedCopy.toAll(output(call, k), from, source)));
                    }
                    from += parts[k] * source[axis];
                }
            }
            case "Concat" -> {
                long to = 0;
                long[] target = StridedSpace.strides(output(call, 0));
                int axis = axis(call);
                for (int i = 0; i < call.inputCount(); i++) {
                    long[] input = input(call, i);
                    launches.add(launch(
                            call, device, i, 0, new StridedCopy(input, 0, StridedSpace.strides(input), to, target)));
                    to += input[axis] * target[axis];
                }
            }
            default -> launches.add(launch(call, device, 0, 0, single(call)));
        }
        return KernelPlan.of(launches);
    }

    /** {@return the sizes of the outputs of Split along its axis, those that nobody asked for included} */
    private static long[] parts(Preparation call, long size) {
        if (call.hasInput(1)) {
            return longs(call, 1, new long[0]);
        }
        long count = call.attributes().integer("num_outputs", call.outputCount());
        long part = Math.ceilDiv(size, count);
        return LongStream.range(0, count)
                .map(k -> Math.min(part, size - Math.min(size, k * part)))
                .toArray();
    }

    private static Launch launch(Preparation call, DeviceFacts device, int input, int output, StridedCopy copy) {
        return copy.launch(device, call.input(0).dtype(), Argument.input(input), Argument.output(output));
    }

    private static StridedCopy single(Preparation call) {
        long[] input = input(call, 0);
        long[] output = output(call, 0);
        long[] strides = StridedSpace.strides(input);
        return switch (call.operator().id().type()) {
            case "Transpose" -> {
                AxisOrder order = AxisOrder.ofTranspose(call.attributes().integersOrNull("perm"), input.length);
                yield StridedCopy.toAll(output, 0, order.apply(strides));
            }
            case "Expand" -> StridedCopy.toAll(output, 0, StridedSpace.strides(input, output));
            case "Slice" -> slice(call, input, output, strides);
            default -> tile(input, output, strides);
        };
    }

    private static StridedCopy slice(Preparation call, long[] input, long[] output, long[] strides) {
        long[] starts = longs(call, 1, new long[0]);
        long[] axes = longs(call, 3, LongStream.range(0, starts.length).toArray());
        long[] steps =
                longs(call, 4, LongStream.generate(() -> 1).limit(starts.length).toArray());
        long from = 0;
        long[] source = strides.clone();
        for (int k = 0; k < starts.length; k++) {
            int axis = Math.toIntExact(axes[k] < 0 ? axes[k] + input.length : axes[k]);
            long start = starts[k] < 0 ? starts[k] + input[axis] : starts[k];
            from += Math.clamp(start, 0, Math.max(0, steps[k] < 0 ? input[axis] - 1 : input[axis])) * strides[axis];
            source[axis] = Math.multiplyExact(strides[axis], Math.clamp(steps[k], -input[axis] - 1, input[axis] + 1));
        }
        return StridedCopy.toAll(output, from, source);
    }

    /** Each axis is two: which repetition, and where in it. */
    private static StridedCopy tile(long[] input, long[] output, long[] strides) {
        long[] sizes = new long[2 * input.length];
        long[] source = new long[sizes.length];
        for (int axis = 0; axis < input.length; axis++) {
            sizes[2 * axis] = input[axis] == 0 ? 0 : output[axis] / input[axis];
            sizes[2 * axis + 1] = input[axis];
            source[2 * axis + 1] = strides[axis];
        }
        return StridedCopy.toAll(sizes, 0, source);
    }

    private static int axis(Preparation call) {
        int rank = call.input(0).shape().rank();
        long axis = call.attributes().integer("axis");
        return Math.toIntExact(axis < 0 ? axis + rank : axis);
    }

    static long[] input(Preparation call, int i) {
        return call.input(i).shape().sizes();
    }

    static long[] output(Preparation call, int k) {
        return call.output(k).shape().sizes();
    }

    /** {@return the elements of a constant input, or others if it is absent} */
    static long[] longs(Preparation call, int i, long[] otherwise) {
        @Nullable Tensor tensor = call.hasInput(i) ? call.constant(i) : null;
        return tensor == null ? otherwise : tensor.toLongs();
    }
}
