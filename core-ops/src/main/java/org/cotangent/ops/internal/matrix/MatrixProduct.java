package org.cotangent.ops.internal.matrix;

import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code Y = alpha A B + beta C} for batches of matrices of any strides, in blocks that fit the cache.
 *
 * @param <A> the array type of the lane
 */
public final class MatrixProduct<A> implements Kernel {
    private static final int ROWS = 64;
    private static final int COLUMNS = 256;
    private static final int DEPTH = 256;

    /**
     * Where the matrices are.
     *
     * @param aOffsets the first element of each matrix of the batch, as bOffsets
     * @param cRow stride of the summand's rows, 0 where it is broadcast, as cColumn
     */
    @SuppressWarnings("ArrayRecordComponent") // read by the kernel only
    public record Layout(
            int m,
            int n,
            int k,
            long[] aOffsets,
            long aRow,
            long aColumn,
            long[] bOffsets,
            long bRow,
            long bColumn,
            long cRow,
            long cColumn) {

        /** {@return the same layout with a summand of these strides} */
        public Layout withSummand(long row, long column) {
            return new Layout(m, n, k, aOffsets, aRow, aColumn, bOffsets, bRow, bColumn, row, column);
        }

        /** {@return whether the loops over rows are the longer ones} */
        boolean isColumn() {
            return n == 1 && m > 1;
        }

        /** {@return the product of the transposed factors in reverse order} */
        @SuppressWarnings("ArgumentSelectionDefectChecker") // the factors are exchanged
        Layout transposed() {
            return new Layout(n, m, k, bOffsets, bColumn, bRow, aOffsets, aColumn, aRow, cColumn, cRow);
        }
    }

    private record Blocks<A>(A a, A b, A c, A summand) {}

    private final Lane<A> lane;
    private final Layout layout;
    private final boolean swapped;
    private final double alpha;
    private final double beta;
    private final Preparation call;
    private final Scratch<Blocks<A>> scratch;

    private MatrixProduct(Lane<A> lane, Preparation call, Layout given, double alpha, double beta) {
        this.lane = lane;
        this.call = call;
        this.swapped = given.isColumn();
        this.layout = swapped ? given.transposed() : given;
        this.alpha = alpha;
        this.beta = beta;
        int rows = Math.min(ROWS, layout.m());
        int columns = Math.min(COLUMNS, layout.n());
        int depth = Math.min(DEPTH, layout.k());
        this.scratch = new Scratch<>(
                call.parallel(),
                () -> new Blocks<>(
                        lane.array(rows * depth),
                        lane.array(depth * columns),
                        lane.array(rows * columns),
                        lane.array(columns)));
    }

    /** {@return the kernel of a call whose inputs are A, B and perhaps C} */
    public static Kernel of(Preparation call, Layout layout, double alpha, double beta) {
        return of(Lane.of(call.output(0).dtype()), call, layout, alpha, beta);
    }

    private static <A> Kernel of(Lane<A> lane, Preparation call, Layout layout, double alpha, double beta) {
        return new MatrixProduct<>(lane, call, layout, alpha, beta);
    }

    @Override
    public void run(Bindings io) {
        Tensor a = io.input(swapped ? 1 : 0);
        Tensor b = io.input(swapped ? 0 : 1);
        Tensor c = io.hasInput(2) && beta != 0 ? io.input(2) : null;
        Tensor y = io.output(0);
        int rowBlocks = Math.ceilDiv(layout.m(), ROWS);
        int columnBlocks = Math.ceilDiv(layout.n(), COLUMNS);
        long blocks = (long) rowBlocks * columnBlocks;
        long work = Math.max(1, (long) Math.min(ROWS, layout.m()) * Math.min(COLUMNS, layout.n()) * layout.k());
        call.parallel().forRange(blocks * layout.aOffsets().length, Math.max(1, 100_000 / work), (from, to) -> {
            Blocks<A> memory = scratch.take();
            for (long task = from; task < to; task++) {
                int batch = (int) (task / blocks);
                int block = (int) (task % blocks);
                block(a, b, c, y, batch, block / columnBlocks * ROWS, block % columnBlocks * COLUMNS, memory);
            }
            scratch.put(memory);
        });
    }

    private void block(
            Tensor a, Tensor b, @Nullable Tensor c, Tensor y, int batch, int row, int column, Blocks<A> memory) {
        int rows = Math.min(ROWS, layout.m() - row);
        int columns = Math.min(COLUMNS, layout.n() - column);
        lane.fill(memory.c(), 0, rows * columns, 0);
        for (int p = 0; p < layout.k(); p += DEPTH) {
            int depth = Math.min(DEPTH, layout.k() - p);
            long aAt = layout.aOffsets()[batch] + row * layout.aRow() + p * layout.aColumn();
            long bAt = layout.bOffsets()[batch] + p * layout.bRow() + column * layout.bColumn();
            lane.loadMatrix(a, aAt, layout.aRow(), layout.aColumn(), memory.a(), rows, depth);
            lane.loadMatrix(b, bAt, layout.bRow(), layout.bColumn(), memory.b(), depth, columns);
            lane.multiplyAdd(
                    memory.a(), 0, depth, memory.b(), 0, columns, memory.c(), 0, columns, rows, columns, depth);
        }
        if (alpha != 1) {
            lane.scale(memory.c(), 0, rows * columns, alpha);
        }
        for (int i = 0; i < rows; i++) {
            if (c != null) {
                long cAt = (row + i) * layout.cRow() + column * layout.cColumn();
                lane.load(c, cAt, layout.cColumn(), memory.summand(), 0, 1, columns);
                if (beta != 1) {
                    lane.scale(memory.summand(), 0, columns, beta);
                }
                lane.addInto(memory.summand(), 0, memory.c(), i * columns, 1, columns);
            }
            long at = ((long) batch * layout.m() + row + i) * layout.n() + column;
            lane.store(memory.c(), i * columns, y, at, columns);
        }
    }
}
