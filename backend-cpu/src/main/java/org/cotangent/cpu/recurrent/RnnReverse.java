package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** The reverse of {@code h = tanh(sum)}. */
final class RnnReverse extends ReverseCell {

    private final GateProduct product;
    private final RangeTask update = this::update;

    RnnReverse(Primitives primitives, LayerShape shape, ReverseWeights weights, Moment moment, Parallel parallel) {
        super(primitives, shape, moment, parallel);
        product = weights.group(0).product(moment.rows(), shape.width(), n);
    }

    @Override
    void step() {
        moment.forRows(parallel, update);
        addProduct(product, moment.gates);
    }

    private void update(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                loops.rnn(moment.trace(row), moment.hidden(row), moment.gates(row), n);
            }
        }
    }
}
