package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.GemmWorkspace;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.backend.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product {@code C[m, n] = scale * A[m, k] B[k, n]}, or {@code C += ...}, for one shape and one pair of
 * operand layouts; C has neighbouring columns. One run at a time.
 *
 * <p>The left operand is packed into panels of a tile's rows, the right operand into slivers of a tile's columns: once
 * and for all where they are constant ({@link #packLeft}, {@link #packRight}), otherwise block by block by the thread
 * that uses them.
 *
 * @param <A> the array type of the numbers
 */
public final class Gemm<A> {

    /** Most bytes of the inner sum in one block: one panel of this depth stays in the first-level cache. */
    private static final int MAX_DEPTH_BYTES = 4 * 384;
    /** Most rows in one block; the packed left block stays in the second-level cache. */
    private static final int MAX_HEIGHT = 240;
    /** Most bytes of a row in one block of a packed right operand. */
    private static final int MAX_WIDTH_BYTES = 4096;
    /** The same where the block is packed just before it is used. */
    private static final int MAX_FRESH_WIDTH_BYTES = 2048;
    /** Most rows for which a right operand with neighbouring columns is read where it lies. */
    private static final int MAX_DIRECT_HEIGHT = 32;

    final GemmArithmetic<A> arithmetic;
    final int m;
    final int n;
    final int k;
    final Panels<A> panels;
    final int slivers;

    private final LeftOperand left;
    private final RightOperand right;
    private final double scale;
    private final int width;
    private final int bytes;
    private final int depth;
    /** Bytes from row to row of a right operand that need not be packed; 0 if it must. */
    private final long directStride;

    private final LeftPacking<A> leftPacking;
    private final GemmRun<A> run;

    /** Plans a product. */
    public Gemm(GemmArithmetic<A> arithmetic, int m, int n, int k, LeftOperand left, RightOperand right, double scale) {
        this.arithmetic = arithmetic;
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.scale = scale;
        this.bytes = arithmetic.bytes();
        this.panels = new Panels<>(arithmetic.tiles(), m);
        this.width = arithmetic.tiles().getFirst().columns();
        this.slivers = Math.ceilDiv(n, width);
        this.depth = Math.ceilDiv(k, Math.max(1, Math.ceilDiv(k, MAX_DEPTH_BYTES / bytes)));
        this.directStride = directStride();
        this.leftPacking = new LeftPacking<>(this);
        this.run = new GemmRun<>(this);
    }

    private long directStride() {
        boolean direct = m <= MAX_DIRECT_HEIGHT && n % width == 0;
        return direct && right instanceof StridedMatrix matrix && matrix.columnStride() == 1
                ? bytes * matrix.rowStride()
                : 0;
    }

    /** {@return the bytes from row to row of a dense result} */
    public long resultStride() {
        return (long) bytes * n;
    }

    /** {@return the numbers in the packed left operand} */
    public int packedLeftLength() {
        return Math.multiplyExact(k, panels.first(panels.count()));
    }

    /** {@return the bytes of the packed right operand} */
    public long packedRightBytes() {
        return (long) bytes * k * slivers * width;
    }

    /** Packs the left operand at the address {@code operand} to {@code packed}, from the number {@code offset} on. */
    public void packLeft(Parallel pool, long operand, A packed, int offset) {
        leftPacking.run(pool, operand, packed, offset);
    }

    /** Packs the right operand at the address {@code operand} to the address {@code packed}. */
    public void packRight(Parallel pool, long operand, long packed) {
        long grain = Math.max(1, GemmRun.LEAST_PACKING / Math.max(1, (long) k * width));
        pool.forRange(slivers, grain, (from, to) -> {
            for (int step = 0; step < k; step += depth) {
                packSlivers(operand, (int) from, (int) to, step, sliver(packed, step, (int) from));
            }
        });
    }

    /** Computes the product of the operands at the addresses {@code a} and {@code b}. */
    public void run(Parallel pool, long a, long b, long c, boolean add, @Nullable BlockEpilogue epilogue) {
        run(pool, GemmBatch.single(resultStride()), a, null, b, false, c, add, epilogue);
    }

    /**
     * Computes a batch of products.
     *
     * @param a address of the left operands; of no effect if they are packed
     * @param packedLeft left operands that {@link #packLeft} has packed, or null
     * @param b address of the right operands, packed by {@link #packRight} or not
     */
    public void run(
            Parallel pool,
            GemmBatch batch,
            long a,
            @Nullable A packedLeft,
            long b,
            boolean packedRight,
            long c,
            boolean add,
            @Nullable BlockEpilogue epilogue) {
        if (m > 0 && n > 0 && batch.size() > 0) {
            run.start(pool, batch, a, packedLeft, b, packedRight, c, add, epilogue);
        }
    }

    private int steps(int step) {
        return Math.min(depth, k - step);
    }

    /** Packs a panel in all steps. */
    void packPanel(long operand, int panel, A packed, int offset) {
        long staged = left.stage(operand, panels.first(panel), panels.rows(panel));
        for (int step = 0; step < k; step += depth) {
            int at = offset + step * panels.first(panels.count()) + steps(step) * panels.first(panel);
            packPanel(staged, panel, step, packed, at);
        }
    }

    private void packPanel(long staged, int panel, int step, A packed, int at) {
        left.packPanel(
                arithmetic,
                staged,
                panels.first(panel),
                panels.rows(panel),
                panels.tile(panel).rows(),
                step,
                steps(step),
                scale,
                packed,
                at);
    }

    private void packSlivers(long operand, int from, int to, int step, long packed) {
        int steps = steps(step);
        for (int sliver = from; sliver < to; sliver++) {
            int column = sliver * width;
            long target = packed + (long) bytes * steps * width * (sliver - from);
            right.pack(operand, step, steps, column, Math.min(width, n - column), width, target);
        }
    }

    private long sliver(long packed, int step, int sliver) {
        return packed + (long) bytes * width * ((long) step * slivers + (long) steps(step) * sliver);
    }

    /** The part of a product that one thread computes: panels and slivers from, inclusive, to, exclusive. */
    void multiply(GemmRun<A> run, int product, int item, boolean add, boolean last, Part part) {
        GemmWorkspace<A> workspace = arithmetic.workspace();
        boolean fresh = !run.packedRight() && directStride == 0;
        int block = Math.max(1, (fresh ? MAX_FRESH_WIDTH_BYTES : MAX_WIDTH_BYTES) / (bytes * width));
        long b = run.right(product);
        if (k == 0) {
            clear(run, item, add, part);
        }
        for (int sliver = part.sliverFrom(); sliver < part.sliverTo(); sliver += block) {
            int end = Math.min(part.sliverTo(), sliver + block);
            for (int step = 0; step < k; step += depth) {
                long columns;
                if (run.packedRight()) {
                    columns = sliver(b, step, sliver);
                } else if (fresh) {
                    columns = workspace.right((long) bytes * width * depth * block);
                    packSlivers(b, sliver, end, step, columns);
                } else {
                    columns = b + step * directStride + (long) bytes * width * sliver;
                }
                boolean finished = last && step + depth >= k;
                for (int panel = part.panelFrom(); panel < part.panelTo(); ) {
                    int next = panels.end(panel, part.panelTo(), MAX_HEIGHT);
                    block(run, product, item, add || step > 0, finished, panel, next, step, sliver, end, columns);
                    panel = next;
                }
            }
        }
    }

    /** Adds up the steps of one block for the panels and slivers of one block. */
    private void block(
            GemmRun<A> run,
            int product,
            int item,
            boolean add,
            boolean finished,
            int panelFrom,
            int panelTo,
            int step,
            int sliverFrom,
            int sliverTo,
            long columns) {
        int steps = steps(step);
        GemmWorkspace<A> workspace = arithmetic.workspace();
        A tile = workspace.tile(panels.tile(0).rows() * width);
        A packed = run.packedLeft();
        int at = 0;
        if (packed == null) {
            packed = workspace.left(steps * (panels.first(panelTo) - panels.first(panelFrom)));
            for (int panel = panelFrom; panel < panelTo; panel++) {
                long staged = left.stage(run.left(product), panels.first(panel), panels.rows(panel));
                packPanel(staged, panel, step, packed, steps * (panels.first(panel) - panels.first(panelFrom)));
            }
        } else {
            at = Math.toIntExact(run.left(product))
                    + step * panels.first(panels.count())
                    + steps * panels.first(panelFrom);
        }
        long stride = directStride == 0 || run.packedRight() ? (long) bytes * width : directStride;
        long next = directStride == 0 || run.packedRight() ? steps * stride : (long) bytes * width;
        for (int panel = panelFrom; panel < panelTo; panel++) {
            GemmTile<A> kernel = panels.tile(panel);
            int rows = panels.rows(panel);
            long target = run.result(item) + panels.first(panel) * run.resultStride();
            for (int sliver = sliverFrom; sliver < sliverTo; sliver++) {
                kernel.multiply(steps, packed, at, columns + (sliver - sliverFrom) * next, stride, tile);
                int column = sliver * width;
                kernel.store(
                        tile,
                        target + (long) bytes * column,
                        run.resultStride(),
                        rows,
                        Math.min(width, n - column),
                        add);
            }
            at += kernel.rows() * steps;
            if (finished) {
                run.finish(item, panels.first(panel), rows, sliverFrom * width, Math.min(sliverTo * width, n));
            }
        }
    }

    /** The sum of no steps is zero. */
    private void clear(GemmRun<A> run, int item, boolean add, Part part) {
        int column = part.sliverFrom() * width;
        int end = Math.min(part.sliverTo() * width, n);
        for (int panel = part.panelFrom(); panel < part.panelTo(); panel++) {
            int first = panels.first(panel);
            for (int row = first; row < first + panels.rows(panel) && !add; row++) {
                long target = run.result(item) + row * run.resultStride() + (long) bytes * column;
                NativeMemory.clear(target, (long) bytes * (end - column));
            }
            run.finish(item, first, panels.rows(panel), column, end);
        }
    }

    /** Panels and slivers from, inclusive, to, exclusive. */
    record Part(int panelFrom, int panelTo, int sliverFrom, int sliverTo) {}
}
