package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.UnaryFunction;

/** {@code h = tanh(sum)}. */
final class RnnCell extends Cell {

    private final GateWeights weights;
    private final GateProduct product;
    private final RangeTask update = this::update;

    RnnCell(Primitives primitives, LayerShape shape, Moment moment, Parallel parallel) {
        super(primitives, shape, moment, parallel);
        weights = new GateWeights(primitives.floatGemm(), shape, shape.gates(), shape.hidden());
        product = weights.product(shape.batch(), shape.padded(), shape.width());
    }

    @Override
    void pack(long recurrence) {
        weights.pack(parallel, recurrence);
    }

    @Override
    void step() {
        product.run(parallel, moment.hidden(0), moment.gates, true, null);
        forRows(update);
    }

    private void update(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                blocks.unary(UnaryFunction.TANH, moment.hidden(row), moment.gates(row), shape.padded());
            }
        }
    }
}
