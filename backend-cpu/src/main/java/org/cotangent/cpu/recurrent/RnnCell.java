package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.UnaryFunction;

/** {@code h = tanh(sum)}. */
final class RnnCell extends Cell {

    private final GateProduct product;
    private final RangeTask update = this::update;

    RnnCell(Primitives primitives, LayerShape shape, DirectionWeights weights, Moment moment, Parallel parallel) {
        super(primitives, shape, moment, parallel);
        product = weights.recurrence(0).product(moment.rows(), shape.padded(), shape.width());
    }

    @Override
    void step() {
        product.run(parallel, moment.hidden(0), moment.gates, true, null);
        forRows(update);
    }

    private void update(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                moment.note(row, 1, moment.hidden(row));
                blocks.unary(UnaryFunction.TANH, moment.hidden(row), moment.gates(row), shape.padded());
                moment.note(row, 0, moment.hidden(row));
            }
        }
    }
}
