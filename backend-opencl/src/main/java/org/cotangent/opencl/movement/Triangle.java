package org.cotangent.opencl.movement;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Trilu: elements on one side of a diagonal, zeros on the other. */
final class Triangle {
    private static final Source CODE = new Source("trilu", """
            __kernel void trilu(IN(WORD, x), OUT(WORD, y), const int elements, const int rows, const int columns,
                    const long diagonal, const int upper) {
                BIND(x);
                BIND(y);
                const int i = get_global_id(0);
                if (i >= elements) {
                    return;
                }
                const long beside = (long)(i % columns) - i / columns % rows - diagonal;
                const bool kept = upper ? beside >= 0 : beside <= 0;
                if (kept) {
                    y[i] = x[i];
                } else {
                    y[i] = (WORD)0;
                }
            }
            """);

    private Triangle() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        if (!StridedCopy.moves(call.input(0).dtype()) || call.input(0).shape().rank() < 2) {
            return Proposal.declined("no matrices of " + call.input(0));
        }
        Tensor k = call.hasInput(1) ? call.constant(1) : Tensor.scalar(0L);
        if (k == null) {
            return Proposal.declined("the diagonal is known only at run time");
        }
        return Proposal.accepted("triangle", () -> plan(call, device, k.getLong(0)));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device, long diagonal) {
        long[] sizes = MovementKernels.input(call, 0);
        long elements = call.input(0).shape().elements().size();
        Launch launch = Launch.of(
                CODE.define("WORD", StridedCopy.word(call.input(0).dtype())),
                "trilu",
                Range.of(elements, device.groupSize()),
                Argument.input(0),
                Argument.output(0),
                Argument.of(Math.toIntExact(elements)),
                Argument.of(Math.toIntExact(sizes[sizes.length - 2])),
                Argument.of(Math.toIntExact(sizes[sizes.length - 1])),
                Argument.of(diagonal),
                Argument.of(call.attributes().flag("upper") ? 1 : 0));
        return KernelPlan.of(launch).overwriting((input, output) -> input == 0);
    }
}
