package org.cotangent.ops.internal.lines;

import org.cotangent.ops.internal.numbers.Blocks;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;

/** Kernels that work along one axis. */
final class Lines {
    private Lines() {}

    /** A function of lines of floating elements, which leaves its result at the same place. */
    @FunctionalInterface
    public interface OnReals {
        void apply(double[] lines, int at, int length);
    }

    /** A function of lines of integers, which leaves its result at the same place. */
    @FunctionalInterface
    public interface OnWholes {
        void apply(long[] lines, int at, int length);
    }

    static Kernel reals(OnReals function, AxisSplit split, int resultLength, Parallel parallel) {
        return new LineKernel<>(new Blocks.Reals(), function::apply, split, resultLength, parallel, double[][]::new);
    }

    static Kernel wholes(OnWholes function, AxisSplit split, int resultLength, Parallel parallel) {
        return new LineKernel<>(new Blocks.Wholes(), function::apply, split, resultLength, parallel, long[][]::new);
    }
}
