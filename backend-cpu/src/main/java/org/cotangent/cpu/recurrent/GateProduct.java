package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.gemm.BlockEpilogue;
import org.cotangent.cpu.gemm.Gemm;
import org.cotangent.cpu.gemm.GemmBatch;
import org.cotangent.spi.backend.Parallel;
import org.jspecify.annotations.Nullable;

/** The product of a matrix of some number of rows with packed weights. One run at a time. */
final class GateProduct {

    private final Gemm<float[]> gemm;
    private final GateWeights weights;
    private final GemmBatch batch;

    /** @param resultStride elements from one row of the result to the next */
    GateProduct(Gemm<float[]> gemm, GateWeights weights, long resultStride) {
        this.gemm = gemm;
        this.weights = weights;
        this.batch = GemmBatch.single(Float.BYTES * resultStride);
    }

    /** Computes the product of the matrix at {@code left}, or adds it to what is at {@code result}. */
    void run(Parallel parallel, long left, long result, boolean add, @Nullable BlockEpilogue epilogue) {
        gemm.run(parallel, batch, left, null, weights.address(), true, result, add, epilogue);
    }
}
