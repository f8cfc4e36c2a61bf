package org.cotangent.opencl.reduce;

import java.util.Arrays;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** The reductions of ONNX, and {@code SumTo}. */
final class ReductionCalls {
    private ReductionCalls() {}

    static Proposal propose(Preparation call, Combination combination, DeviceFacts device) {
        DType type = call.input(0).dtype();
        if (combination.rootsOf(type) && !device.fp64()) {
            return Proposal.declined("roots of integers need float64");
        }
        if (combination.combine() == Combination.Combine.LOG_SUM_EXP && !type.isFloating()) {
            return Proposal.declined("exponentials of integers");
        }
        Shape shape = call.input(0).shape();
        boolean[] reduced;
        if (call.operator().id().type().equals("SumTo")) {
            reduced = expanded(shape.sizes(), call.output(0).shape().sizes());
        } else {
            Tensor axes = call.hasInput(1) ? call.constant(1) : null;
            if (axes == null && call.hasInput(1)) {
                return Proposal.declined("the axes are known only at run time");
            }
            long[] given = axes == null ? new long[0] : axes.toLongs();
            reduced = flags(shape, given, call.attributes().flag("noop_with_empty_axes"));
        }
        Reduction reduction = new Reduction(device, combination, type, shape.sizes(), reduced);
        return Proposal.accepted("reduction", () -> reduction.plan(0, 0));
    }

    /** No axes mean all, or none. */
    private static boolean[] flags(Shape shape, long[] axes, boolean noneIfEmpty) {
        boolean[] flags = new boolean[shape.rank()];
        Arrays.fill(flags, axes.length == 0 && !noneIfEmpty);
        for (long axis : axes) {
            flags[shape.axis(axis)] = true;
        }
        return flags;
    }

    /** The axes along which a tensor of sizes {@code to} was expanded to sizes {@code from}. */
    private static boolean[] expanded(long[] from, long[] to) {
        boolean[] flags = new boolean[from.length];
        int lead = from.length - to.length;
        for (int axis = 0; axis < from.length; axis++) {
            flags[axis] = axis < lead || to[axis - lead] != from[axis];
        }
        return flags;
    }
}
