package org.cotangent.cpu.gemm;

import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Gemm}: the operands, and the cut into parts that threads work on. Reused from run to run. */
final class GemmRun {

    private final Gemm gemm;
    private final RangeTask multiply = this::multiply;
    private final RangeTask pack = this::pack;

    private GemmBatch batch;
    private long a;
    private long b;
    private long c;
    private boolean packed;
    private boolean add;
    private @Nullable BlockEpilogue epilogue;
    private int rowParts;
    private int columnParts;
    private int firstItem;
    private long shared;

    GemmRun(Gemm gemm) {
        this.gemm = gemm;
        this.batch = gemm.single;
    }

    void start(
            Parallel pool,
            GemmBatch products,
            long left,
            long right,
            boolean rightIsPacked,
            long result,
            boolean accumulate,
            @Nullable BlockEpilogue finish) {
        batch = products;
        a = left;
        b = right;
        c = result;
        packed = rightIsPacked;
        add = accumulate;
        epilogue = finish;
        cut(gemm.partsPerItem(pool.threads(), products.size()));
        if (!packed && gemm.directStride == 0 && rowParts * columnParts > 1) {
            packTogether(pool);
        } else {
            pool.forRange((long) products.size() * rowParts * columnParts, 1, multiply);
        }
        epilogue = null;
    }

    /** Packs each right operand with all threads, then multiplies with all threads. */
    private void packTogether(Parallel pool) {
        shared = GemmWorkspace.current().right(gemm.packedBytes());
        for (firstItem = 0; firstItem < batch.size(); firstItem++) {
            pool.forRange(gemm.slivers, 1, pack);
            pool.forRange((long) rowParts * columnParts, 1, multiply);
        }
        shared = 0;
        firstItem = 0;
    }

    /** Chooses the cut with the least work in the largest part, then the one that reads the operands least often. */
    private void cut(int parts) {
        int panels = Gemm.ceilDiv(gemm.m, gemm.tile.rows());
        rowParts = 1;
        columnParts = 1;
        double best = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= parts; rows++) {
            int columns = parts / rows;
            double height = Gemm.ceilDiv(panels, rows) * (double) gemm.tile.rows();
            double width = Gemm.ceilDiv(gemm.slivers, columns) * (double) gemm.tile.columns();
            double cost = height * width * gemm.k + 8 * (height + width) * gemm.k;
            if (cost < best) {
                best = cost;
                rowParts = rows;
                columnParts = columns;
            }
        }
    }

    private void pack(long from, long to) {
        gemm.packSlivers(b + batch.right(firstItem), shared, (int) from, (int) to);
    }

    private void multiply(long from, long to) {
        int perItem = rowParts * columnParts;
        int panels = Gemm.ceilDiv(gemm.m, gemm.tile.rows());
        for (long part = from; part < to; part++) {
            int item = firstItem + (int) (part / perItem);
            int rowPart = (int) (part % perItem) / columnParts;
            int columnPart = (int) (part % perItem) % columnParts;
            long right = shared != 0 ? shared : b + batch.right(item);
            long stride = packed ? 0 : gemm.directStride;
            if (!packed && stride == 0 && shared == 0) {
                long own = GemmWorkspace.current().right(gemm.packedBytes());
                gemm.packSlivers(right, own, 0, gemm.slivers);
                right = own;
            }
            int rowFrom = panels * rowPart / rowParts * gemm.tile.rows();
            int rowTo = Math.min(gemm.m, panels * (rowPart + 1) / rowParts * gemm.tile.rows());
            gemm.multiply(
                    a + batch.left(item),
                    right,
                    stride,
                    c + batch.result(item),
                    batch.resultStride(),
                    item,
                    add,
                    epilogue,
                    rowFrom,
                    rowTo,
                    gemm.slivers * columnPart / columnParts,
                    gemm.slivers * (columnPart + 1) / columnParts);
        }
    }
}
