package org.cotangent.cpu.convolution;

import org.cotangent.cpu.gemm.RightOperand;
import org.cotangent.cpu.primitive.GrowingMemory;
import org.cotangent.cpu.primitive.NativeMemory;

/** The transpose of an unfolded image: a row for each window. */
record TransposedUnfolding(UnfoldedImage image) implements RightOperand {

    private static final ThreadLocal<GrowingMemory> BLOCK = ThreadLocal.withInitial(GrowingMemory::new);

    @Override
    public void pack(long source, int row, int rows, int column, int columns, int width, long target) {
        int bytes = image.movement().bytes();
        long block = BLOCK.get().address((long) bytes * rows * columns);
        image.pack(source, column, columns, row, rows, rows, block);
        if (columns < width) {
            NativeMemory.clear(target, (long) bytes * rows * width);
        }
        image.movement().transpose(block, (long) bytes * rows, target, (long) bytes * width, columns, rows);
    }
}
