package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.gemm.Gemm;
import org.cotangent.cpu.gemm.RightOperand;
import org.cotangent.cpu.gemm.StridedMatrix;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;

/** Weights of some gates in one direction, packed, and the products of matrices with them. */
final class GateWeights {

    private final GemmArithmetic<float[]> arithmetic;
    private final RightOperand weights;
    private final int depth;
    private final int width;
    private final Gemm<float[]> packing;
    private final MemorySegment packed;

    private GateWeights(GemmArithmetic<float[]> arithmetic, RightOperand weights, int depth, int width) {
        this.arithmetic = arithmetic;
        this.weights = weights;
        this.depth = depth;
        this.width = width;
        this.packing = gemm(1, depth);
        this.packed = Scratch.allocate(packing.packedRightBytes());
    }

    /** {@return room for the transpose of the weights of {@code gates} gates, each of {@code depth} columns} */
    static GateWeights transposed(GemmArithmetic<float[]> arithmetic, LayerShape shape, int gates, int depth) {
        GateColumns columns = new GateColumns(arithmetic.movement(), depth, shape.hidden(), shape.padded());
        return new GateWeights(arithmetic, columns, depth, gates * shape.padded());
    }

    /** {@return room for the recurrence weights of {@code gates} gates as they are, [gates * hidden, hidden]} */
    static GateWeights plain(GemmArithmetic<float[]> arithmetic, int hidden, int gates) {
        RightOperand rows = StridedMatrix.of(arithmetic.movement(), hidden, false);
        return new GateWeights(arithmetic, rows, gates * hidden, hidden);
    }

    private Gemm<float[]> gemm(int rows, int stride) {
        StridedMatrix left = StridedMatrix.of(arithmetic.movement(), stride, false);
        return new Gemm<>(arithmetic, rows, width, depth, left, weights, 1);
    }

    /** {@return the product of so many rows with these weights; strides are elements from one row to the next} */
    GateProduct product(int rows, int stride, int resultStride) {
        return new GateProduct(gemm(rows, stride), this, resultStride);
    }

    /** Packs the weights at this address. */
    void pack(Parallel parallel, long from) {
        packing.packRight(parallel, from, packed.address());
    }

    /** {@return where the packed weights are} They are there as long as this object is reachable. */
    long address() {
        return packed.address();
    }
}
