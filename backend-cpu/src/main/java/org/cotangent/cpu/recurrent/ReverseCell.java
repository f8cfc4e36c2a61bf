package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RecurrentLoops;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;

/**
 * The cells of one direction back in time, for a part of the batch: from cotangents of the states after a time, and the
 * trace, to those of the gates' sums and of the states before. A moment's states and sums are these cotangents.
 */
abstract sealed class ReverseCell permits LstmReverse, GruReverse, RnnReverse {

    final Parallel parallel;
    final RecurrentLoops loops;
    final RowArithmetic rows;
    final Moment moment;
    /** Hidden units. */
    final int n;

    /** What products contribute to the cotangents of states, a row for each of the part. */
    private final MemorySegment contributions;

    ReverseCell(Primitives primitives, LayerShape shape, Moment moment, Parallel parallel) {
        this.parallel = parallel;
        this.loops = primitives.recurrent();
        this.moment = moment;
        this.rows = primitives.rows();
        this.n = shape.hidden();
        this.contributions = Scratch.floats((long) moment.rows() * n);
    }

    /** {@return the reverse of a cell of this shape} */
    static ReverseCell of(
            Primitives primitives,
            LayerShape shape,
            ReverseWeights weights,
            Moment moment,
            Parallel parallel,
            boolean linearBeforeReset) {
        return switch (shape.kind()) {
            case LSTM -> new LstmReverse(primitives, shape, weights, moment, parallel);
            case GRU -> new GruReverse(primitives, shape, weights, moment, parallel, linearBeforeReset);
            case RNN -> new RnnReverse(primitives, shape, weights, moment, parallel);
        };
    }

    /** Takes over the peepholes, [3 * hidden]; 0 for none. */
    void bind(long peepholes) {}

    /** Adds a product of rows at this address with weights to the cotangents of the states of active rows. */
    final void addProduct(GateProduct product, long left) {
        if (moment.lengths == 0) {
            product.run(parallel, left, moment.hidden(0), true, null);
            return;
        }
        product.run(parallel, left, contributions.address(), false, null);
        for (int row = 0; row < moment.rows(); row++) {
            if (moment.active(row)) {
                rows.addScaled(moment.hidden(row), 1, contributions.address() + (long) Float.BYTES * row * n, n);
            }
        }
    }

    /**
     * Computes the cotangents of the rows whose sequence has not ended. The sums of the others are zero, their states
     * stay.
     */
    abstract void step();
}
