package org.cotangent.ops.internal;

import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Converts numbers and bools block by block: whole numbers as such, others by way of float64. */
final class CastKernel implements Kernel {
    private static final int BLOCK = 1024;

    private final boolean same;
    private final boolean fromWhole;
    private final boolean toWhole;
    private final double[] reals = new double[BLOCK];
    private final long[] integers = new long[BLOCK];

    CastKernel(Preparation call) {
        DType from = call.input(0).dtype();
        DType to = call.output(0).dtype();
        same = from == to;
        fromWhole = !from.isFloating();
        toWhole = !to.isFloating();
    }

    @Override
    public void run(Bindings io) {
        Tensor from = io.input(0);
        Tensor to = io.output(0);
        if (same) {
            to.copyFrom(from);
            return;
        }
        for (long i = 0; i < from.elements(); i += BLOCK) {
            int n = (int) Math.min(BLOCK, from.elements() - i);
            if (fromWhole && toWhole) {
                Numbers.read(from, i, integers, n);
                Numbers.write(integers, to, i, n);
            } else {
                Numbers.read(from, i, reals, n);
                Numbers.write(reals, to, i, n);
            }
        }
    }
}
