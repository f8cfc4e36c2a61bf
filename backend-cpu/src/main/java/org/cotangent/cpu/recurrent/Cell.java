package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * The cells of one direction, for a part of the batch: from the states and the sums of the gates at one time to the
 * next states.
 */
abstract sealed class Cell permits LstmCell, GruCell, RnnCell {

    final Parallel parallel;
    final BlockMath blocks;
    final LayerShape shape;
    final Moment moment;

    Cell(Primitives primitives, LayerShape shape, Moment moment, Parallel parallel) {
        this.parallel = parallel;
        this.blocks = primitives.blocks();
        this.shape = shape;
        this.moment = moment;
    }

    /**
     * Takes over what else the direction has, if the cell needs it; each address is 0 where there is none.
     *
     * @param bias what is added to the hidden state's contributions, [gates * hidden]
     * @param peepholes [3 * hidden]
     */
    void bind(long bias, long peepholes) {}

    /** {@return whether the bias of the hidden state's contribution to a gate may be added to the inputs'} */
    boolean addsBiasEarly(int gate) {
        return true;
    }

    /** Computes the next states of those rows whose sequence has not ended. The sums of the gates are used up. */
    abstract void step();

    final void forRows(RangeTask task) {
        moment.forRows(parallel, task);
    }
}
