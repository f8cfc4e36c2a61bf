package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.FloatPrimitives;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.backend.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The float32 matrix product {@code C[m, n] = scale * A[m, k] B[k, n]}, or {@code C += ...}, for one shape and one pair
 * of operand layouts; C has neighbouring columns. One run at a time.
 *
 * <p>The right operand is packed into slivers of a tile's columns, once and for all where it is constant
 * ({@link #packRight}), otherwise in each run. The left operand is packed block by block by the thread that uses it.
 */
public final class Gemm {

    /** Most steps of the inner sum in one block; one left panel of this depth stays in the first-level cache. */
    private static final int MAX_DEPTH = 384;
    /** Most rows in one block; the packed left block stays in the second-level cache. */
    private static final int MAX_HEIGHT = 240;
    /** Most columns in one block; the packed right block stays in the second-level cache. */
    private static final int MAX_WIDTH = 1024;
    /** Most rows for which a right operand with neighbouring columns is read where it lies. */
    private static final int MAX_DIRECT_HEIGHT = 32;
    /** Floating-point operations that are worth a thread's start. */
    private static final long LEAST_WORK = 200_000;

    final FloatPrimitives primitives;
    final int m;
    final int n;
    final int k;
    final StridedMatrix left;
    final RightOperand right;
    final float scale;
    final GemmTile tile;
    final int slivers;
    final int depth;
    /** Elements from row to row of a right operand that need not be packed; 0 if it must. */
    final long directStride;

    final GemmBatch single;
    private final GemmRun run;

    /** Plans a product. */
    public Gemm(FloatPrimitives primitives, int m, int n, int k, StridedMatrix left, RightOperand right, float scale) {
        this.primitives = primitives;
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.scale = scale;
        this.tile = m <= primitives.smallTile().rows() ? primitives.smallTile() : primitives.largeTile();
        this.slivers = ceilDiv(n, tile.columns());
        int blocks = Math.max(1, ceilDiv(k, MAX_DEPTH));
        this.depth = ceilDiv(k, blocks);
        this.directStride = directStride();
        this.single = GemmBatch.single(n);
        this.run = new GemmRun(this);
    }

    private long directStride() {
        boolean direct = m <= MAX_DIRECT_HEIGHT && n % tile.columns() == 0;
        return direct && right instanceof StridedMatrix matrix && matrix.columnStride() == 1 ? matrix.rowStride() : 0;
    }

    /** {@return the size in bytes of the packed right operand} */
    public long packedBytes() {
        return 4L * k * slivers * tile.columns();
    }

    /** Packs the right operand at address {@code operand} to the address {@code packed}. */
    public void packRight(Parallel pool, long operand, long packed) {
        long work = 4L * k * tile.columns();
        pool.forRange(
                slivers,
                Math.max(1, LEAST_WORK / Math.max(1, work)),
                (from, to) -> packSlivers(operand, packed, (int) from, (int) to));
    }

    /** Computes the product of the operands at the addresses {@code a} and {@code b}. */
    public void run(Parallel pool, long a, long b, long c, boolean add, @Nullable BlockEpilogue epilogue) {
        run(pool, single, a, b, false, c, add, epilogue);
    }

    /** Computes the product with a right operand that {@link #packRight} has packed at the address {@code b}. */
    public void runPacked(Parallel pool, long a, long b, long c, boolean add, @Nullable BlockEpilogue epilogue) {
        run(pool, single, a, b, true, c, add, epilogue);
    }

    /** Computes a batch of products. The offsets of packed right operands are offsets into the packed form. */
    public void run(
            Parallel pool,
            GemmBatch batch,
            long a,
            long b,
            boolean packed,
            long c,
            boolean add,
            @Nullable BlockEpilogue epilogue) {
        if (m == 0 || n == 0 || batch.size() == 0) {
            return;
        }
        run.start(pool, batch, a, b, packed, c, add, epilogue);
    }

    /** Into how many parts a batch of this product is worth cutting, {@code threads} at most unless the batch is larger. */
    int partsPerItem(int threads, int batch) {
        double work = 2.0 * m * n * k;
        int wanted = ceilDiv(threads, batch);
        return Math.clamp((long) (work / LEAST_WORK), 1, wanted);
    }

    void packSlivers(long operand, long packed, int from, int to) {
        int width = tile.columns();
        for (int row = 0; row < k; row += depth) {
            int rows = Math.min(depth, k - row);
            for (int sliver = from; sliver < to; sliver++) {
                int column = sliver * width;
                right.pack(
                        operand,
                        row,
                        rows,
                        column,
                        Math.min(width, n - column),
                        width,
                        sliverAddress(packed, row, rows, sliver));
            }
        }
    }

    /**
     * Computes rows {@code rowFrom <= i < rowTo} of the columns of slivers {@code sliverFrom <= s < sliverTo}.
     *
     * @param stride elements from row to row of the right operand at {@code b}; 0 if it is packed
     */
    void multiply(
            long a,
            long b,
            long stride,
            long c,
            long cStride,
            int item,
            boolean add,
            @Nullable BlockEpilogue epilogue,
            int rowFrom,
            int rowTo,
            int sliverFrom,
            int sliverTo) {
        GemmWorkspace workspace = GemmWorkspace.current();
        float[] result = workspace.tile(tile.rows() * tile.columns());
        int panel = tile.rows();
        int height = Math.min(MAX_HEIGHT / panel * panel, ceilDiv(rowTo - rowFrom, panel) * panel);
        int widthInSlivers = Math.max(1, MAX_WIDTH / tile.columns());
        float[] block = workspace.left(height * Math.max(1, depth));
        if (k == 0) {
            clear(c, cStride, item, add, epilogue, rowFrom, rowTo, sliverFrom, sliverTo);
        }
        for (int step = 0; step < k; step += depth) {
            int steps = Math.min(depth, k - step);
            boolean accumulate = add || step > 0;
            BlockEpilogue last = step + steps == k ? epilogue : null;
            for (int row = rowFrom; row < rowTo; row += height) {
                int rows = Math.min(height, rowTo - row);
                left.packLeft(a, row, rows, step, steps, panel, scale, block);
                for (int sliver = sliverFrom; sliver < sliverTo; sliver += widthInSlivers) {
                    int end = Math.min(sliverTo, sliver + widthInSlivers);
                    multiplyBlock(
                            block,
                            b,
                            stride,
                            c,
                            cStride,
                            item,
                            accumulate,
                            last,
                            row,
                            rows,
                            step,
                            steps,
                            sliver,
                            end,
                            result);
                }
            }
        }
    }

    private void multiplyBlock(
            float[] block,
            long b,
            long stride,
            long c,
            long cStride,
            int item,
            boolean add,
            @Nullable BlockEpilogue epilogue,
            int row,
            int rows,
            int step,
            int steps,
            int sliverFrom,
            int sliverTo,
            float[] result) {
        int panel = tile.rows();
        int width = tile.columns();
        for (int i = 0; i < rows; i += panel) {
            int height = Math.min(panel, rows - i);
            long target = c + (row + i) * cStride;
            for (int sliver = sliverFrom; sliver < sliverTo; sliver++) {
                long columnsOfB = stride == 0
                        ? sliverAddress(b, step, steps, sliver)
                        : b + 4 * (step * stride + (long) sliver * width);
                tile.multiply(steps, block, i * steps, columnsOfB, 4 * (stride == 0 ? width : stride), result);
                int columns = Math.min(width, n - sliver * width);
                tile.store(result, target + 4L * sliver * width, cStride, height, columns, add);
            }
            if (epilogue != null) {
                int column = sliverFrom * width;
                int columns = Math.min(sliverTo * width, n) - column;
                epilogue.apply(target + 4L * column, cStride, item, row + i, height, column, columns);
            }
        }
    }

    private void clear(
            long c,
            long cStride,
            int item,
            boolean add,
            @Nullable BlockEpilogue epilogue,
            int rowFrom,
            int rowTo,
            int sliverFrom,
            int sliverTo) {
        int column = sliverFrom * tile.columns();
        int columns = Math.min(sliverTo * tile.columns(), n) - column;
        for (int row = rowFrom; row < rowTo && !add; row++) {
            NativeMemory.clear(c + row * cStride + 4L * column, 4L * columns);
        }
        if (epilogue != null) {
            epilogue.apply(
                    c + rowFrom * cStride + 4L * column, cStride, item, rowFrom, rowTo - rowFrom, column, columns);
        }
    }

    private long sliverAddress(long packed, int row, int rows, int sliver) {
        return packed + 4L * tile.columns() * ((long) row * slivers + (long) rows * sliver);
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
