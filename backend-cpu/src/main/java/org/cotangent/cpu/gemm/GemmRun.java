package org.cotangent.cpu.gemm;

import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link Gemm}: the operands, and the cut into parts that threads work on. Reused from run to run.
 *
 * @param <A> the array type of the numbers
 */
final class GemmRun<A> {

    /** Floating-point operations that are worth a thread's start. */
    static final long LEAST_WORK = 200_000;
    /** Elements to be packed that are worth a thread's start. */
    static final long LEAST_PACKING = 16 * 1024;

    /** What packing an element costs, in floating-point operations. */
    private static final int PACKING = 8;

    private final Gemm<A> gemm;
    private final RangeTask multiply = this::multiply;
    private Gemm.Part[] parts = {};
    private int partsFor;

    private GemmBatch batch = GemmBatch.single(0);
    private long a;
    private @Nullable A packedLeft;
    private long b;
    private long c;
    private boolean packedRight;
    private boolean add;
    private @Nullable BlockEpilogue epilogue;

    GemmRun(Gemm<A> gemm) {
        this.gemm = gemm;
    }

    void start(
            Parallel pool,
            GemmBatch products,
            long left,
            @Nullable A leftPacked,
            long right,
            boolean rightIsPacked,
            long result,
            boolean accumulate,
            @Nullable BlockEpilogue finish) {
        batch = products;
        a = left;
        packedLeft = leftPacked;
        b = right;
        packedRight = rightIsPacked;
        c = result;
        add = accumulate;
        epilogue = finish;
        int wanted = partsPerItem(pool.threads());
        if (wanted != partsFor) {
            parts = cut(wanted);
            partsFor = wanted;
        }
        pool.forRange((long) batch.size() * parts.length, 1, multiply);
        epilogue = null;
        packedLeft = null;
    }

    /** Into how many parts each item is worth cutting: so many that the threads can share all parts evenly. */
    private int partsPerItem(int threads) {
        double work = 2.0 * gemm.m * gemm.n * gemm.k * batch.terms();
        int even = threads;
        for (int i = threads; i > 1; i--) {
            if (batch.size() % i == 0 && threads % i == 0) {
                even = threads / i;
                break;
            }
        }
        return Math.clamp((long) (work / LEAST_WORK), 1, batch.size() >= 8 * threads ? 1 : even);
    }

    /** Chooses the cut with the least work in the largest part, packing included. */
    private Gemm.Part[] cut(int wanted) {
        int panels = gemm.panels.count();
        int rowParts = 1;
        int columnParts = 1;
        double best = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= Math.min(wanted, panels); rows++) {
            int columns = Math.min(wanted / rows, gemm.slivers);
            double height = (double) gemm.m / panels * Math.ceilDiv(panels, rows);
            double width = (double) gemm.n / gemm.slivers * Math.ceilDiv(gemm.slivers, columns);
            double packing = (packedLeft == null ? height : 0) + (packedRight ? 0 : width);
            double cost = height * width + PACKING * packing;
            if (cost < best) {
                best = cost;
                rowParts = rows;
                columnParts = columns;
            }
        }
        Gemm.Part[] cut = new Gemm.Part[rowParts * columnParts];
        for (int i = 0; i < cut.length; i++) {
            int row = i / columnParts;
            int column = i % columnParts;
            cut[i] = new Gemm.Part(
                    panels * row / rowParts,
                    panels * (row + 1) / rowParts,
                    gemm.slivers * column / columnParts,
                    gemm.slivers * (column + 1) / columnParts);
        }
        return cut;
    }

    private void multiply(long from, long to) {
        int terms = batch.terms();
        for (long i = from; i < to; i++) {
            int item = (int) (i / parts.length);
            Gemm.Part part = parts[(int) (i % parts.length)];
            for (int term = 0; term < terms; term++) {
                gemm.multiply(this, item * terms + term, item, add || term > 0, term == terms - 1, part);
            }
        }
    }

    @Nullable
    A packedLeft() {
        return packedLeft;
    }

    boolean packedRight() {
        return packedRight;
    }

    /** Where the left operand of a product is: its address, or its place in the packed ones. */
    long left(int product) {
        return packedLeft == null ? a + batch.left(product) : batch.left(product);
    }

    long right(int product) {
        return b + batch.right(product);
    }

    long result(int item) {
        return c + batch.result(item);
    }

    long resultStride() {
        return batch.resultStride();
    }

    /** Hands a finished block to the epilogue. */
    void finish(int item, int row, int rows, int columnFrom, int columnTo) {
        if (epilogue != null) {
            long block = result(item) + row * resultStride() + (long) gemm.arithmetic.bytes() * columnFrom;
            epilogue.apply(block, resultStride(), item, row, rows, columnFrom, columnTo - columnFrom);
        }
    }
}
