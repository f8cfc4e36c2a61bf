package org.cotangent.ops.internal.reduce;

import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Working memory of a reduction: as many partial results as a block is long. */
abstract sealed class Accumulator permits RealAccumulator, IntegerAccumulator {
    /** How many elements are handled at a time. */
    static final int BLOCK = 1024;

    static Accumulator of(Reduction reduction, DType dtype) {
        return dtype.isFloating() ? new RealAccumulator(reduction) : new IntegerAccumulator(reduction, dtype);
    }

    /** Begins {@code n} empty reductions. */
    abstract void reset(int n);

    /** Takes {@code n} neighbouring elements into partial result 0; {@code n} is at most a block. */
    abstract void reduceRun(Tensor from, long index, int n);

    /** Takes one element into each of the first {@code n} partial results. */
    abstract void addRow(Tensor from, long index, int n);

    /** Writes the first {@code n} results, each of {@code count} elements. */
    abstract void finish(Tensor to, long index, int n, long count);
}
