package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.gemm.Gemm;
import org.cotangent.cpu.gemm.StridedMatrix;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;

/** The weights of some gates in one direction, packed, and the products of matrices with their transpose. */
final class GateWeights {

    private final GemmArithmetic<float[]> arithmetic;
    private final GateColumns columns;
    private final int width;
    private final Gemm<float[]> packing;
    private final MemorySegment packed;

    /** Has room for the weights of {@code gates} gates, each of {@code depth} columns. */
    GateWeights(GemmArithmetic<float[]> arithmetic, LayerShape shape, int gates, int depth) {
        this.arithmetic = arithmetic;
        this.columns = new GateColumns(arithmetic.movement(), depth, shape.hidden(), shape.padded());
        this.width = gates * shape.padded();
        this.packing = gemm(1, depth);
        this.packed = Scratch.allocate(packing.packedRightBytes());
    }

    private Gemm<float[]> gemm(int rows, int stride) {
        StridedMatrix left = StridedMatrix.of(arithmetic.movement(), stride, false);
        return new Gemm<>(arithmetic, rows, width, columns.depth(), left, columns, 1);
    }

    /** {@return the product of so many rows with these weights; strides are elements from one row to the next} */
    GateProduct product(int rows, int stride, int resultStride) {
        return new GateProduct(gemm(rows, stride), this, resultStride);
    }

    /** Packs the weights at this address. */
    void pack(Parallel parallel, long weights) {
        packing.packRight(parallel, weights, packed.address());
    }

    /** {@return where the packed weights are} They are there as long as this object is reachable. */
    long address() {
        return packed.address();
    }
}
