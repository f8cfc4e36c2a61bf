package org.cotangent.ops.internal.elementwise;

import java.lang.foreign.MemorySegment;
import org.cotangent.ops.internal.support.Broadcast;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** {@code condition ? X : Y} for strings and complex numbers. */
public final class ChoiceKernel implements Kernel {
    private final Broadcast broadcast;

    public ChoiceKernel(Preparation call) {
        broadcast = new Broadcast(call);
    }

    @Override
    public void run(Bindings io) {
        Tensor condition = io.input(0);
        Tensor output = io.output(0);
        for (long i = 0; i < output.elements(); i++) {
            int chosen = condition.getLong(broadcast.index(0, i)) != 0 ? 1 : 2;
            copy(io.input(chosen), broadcast.index(chosen, i), output, i);
        }
    }

    private static void copy(Tensor from, long source, Tensor to, long target) {
        if (from.dtype() == DType.STRING) {
            to.strings()[(int) target] = from.strings()[(int) source];
        } else {
            long bytes = from.dtype().bytes();
            MemorySegment.copy(from.segment(), source * bytes, to.segment(), target * bytes, bytes);
        }
    }
}
