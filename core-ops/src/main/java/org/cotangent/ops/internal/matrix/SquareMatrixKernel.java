package org.cotangent.ops.internal.matrix;

import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** The kernel of determinants and of cofactors, in float64. */
public final class SquareMatrixKernel implements Kernel {
    private final Parallel parallel;
    private final boolean cofactors;
    private final int n;
    private final long matrices;
    private final Scratch<Memory> scratch;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Memory(Elimination elimination, double[] result) {}

    /** @param cofactors whether the results are the cofactors rather than the determinants */
    public SquareMatrixKernel(Preparation call, boolean cofactors) {
        Shape shape = call.input(0).shape();
        this.parallel = call.parallel();
        this.cofactors = cofactors;
        this.n = Math.toIntExact(shape.size(shape.rank() - 1));
        this.matrices = shape.elements(0, shape.rank() - 2).size();
        this.scratch = new Scratch<>(parallel, () -> new Memory(new Elimination(n), new double[cofactors ? n * n : 1]));
    }

    @Override
    public void run(Bindings io) {
        Tensor from = io.input(0);
        Tensor to = io.output(0);
        parallel.forRange(matrices, 1 + 1000 / (1 + (long) n * n * n), (first, last) -> {
            Memory memory = scratch.take();
            for (long i = first; i < last; i++) {
                Numbers.read(from, i * n * n, memory.elimination().matrix(), 0, n * n);
                memory.elimination().decompose();
                if (cofactors && n > 0) {
                    memory.elimination().cofactors(memory.result());
                } else if (!cofactors) {
                    memory.result()[0] = memory.elimination().determinant();
                }
                Numbers.write(memory.result(), 0, to, i * memory.result().length, memory.result().length);
            }
            scratch.put(memory);
        });
    }
}
