package org.cotangent.cpu.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code Y = alpha A B + beta C} for matrices and batches of such. A constant right operand is packed once.
 *
 * @param <A> the array type of the numbers
 */
final class MatMulKernel<A> implements Kernel {

    private final Gemm<A> gemm;
    private final GemmBatch batch;
    private final int leftInput;
    private final int rightInput;
    private final Parallel parallel;
    private final @Nullable MemorySegment packed;
    private final @Nullable Summand summand;

    /** Prepares a product; {@code constant} holds the elements of the right operand if they never change. */
    MatMulKernel(
            GemmArithmetic<A> arithmetic,
            Parallel parallel,
            MatrixGeometry geometry,
            float alpha,
            @Nullable Tensor constant,
            @Nullable Summand summand) {
        this.parallel = parallel;
        this.summand = summand;
        this.leftInput = geometry.exchanged() ? 1 : 0;
        this.rightInput = 1 - leftInput;
        this.gemm = new Gemm<>(
                arithmetic,
                geometry.m(),
                geometry.n(),
                geometry.k(),
                new StridedMatrix(arithmetic.movement(), geometry.leftRow(), geometry.leftColumn()),
                new StridedMatrix(arithmetic.movement(), geometry.rightRow(), geometry.rightColumn()),
                alpha);
        long[] left = bytes(geometry.leftOffsets());
        long[] right = bytes(geometry.rightOffsets());
        long[] result = GemmBatch.multiples(left.length, geometry.m() * gemm.resultStride());
        this.packed = constant == null ? null : pack(constant, right);
        this.batch = new GemmBatch(left, right, result, gemm.resultStride());
    }

    private long[] bytes(long[] offsets) {
        return Arrays.stream(offsets)
                .map(offset -> gemm.arithmetic.bytes() * offset)
                .toArray();
    }

    /** Packs each matrix of the constant, and makes its offset that of its packed form. */
    private MemorySegment pack(Tensor constant, long[] offsets) {
        long[] distinct = Arrays.stream(offsets).distinct().sorted().toArray();
        long each = gemm.packedRightBytes();
        MemorySegment memory = Scratch.allocate(each * distinct.length);
        try {
            for (int i = 0; i < distinct.length; i++) {
                gemm.packRight(parallel, HostMemory.address(constant) + distinct[i], memory.address() + i * each);
            }
        } finally {
            Reference.reachabilityFence(constant);
        }
        Arrays.setAll(offsets, i -> Arrays.binarySearch(distinct, offsets[i]) * each);
        return memory;
    }

    @Override
    public void run(Bindings io) {
        try {
            long left = HostMemory.address(io.input(leftInput));
            long right = packed == null ? HostMemory.address(io.input(rightInput)) : packed.address();
            if (summand != null) {
                summand.bind(HostMemory.address(io.input(2)));
            }
            long result = HostMemory.address(io.output(0));
            gemm.run(parallel, batch, left, null, right, packed != null, result, false, summand);
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(packed);
        }
    }
}
