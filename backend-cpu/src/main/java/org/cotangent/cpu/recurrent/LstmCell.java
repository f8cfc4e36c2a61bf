package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/**
 * {@code c = sigmoid(f) c + sigmoid(i) tanh(g)} and {@code h = sigmoid(o) tanh(c)}, where the sums are in the order i,
 * o, f, g. Peepholes add multiples of c to i and f before, and to o after c has changed.
 */
final class LstmCell extends Cell {

    private static final int PEEPHOLES = 3;
    private static final int CANDIDATE = 3;
    private static final int HIDDEN = 4;
    private static final int CELL = 5;

    private final GateProduct product;
    private final RangeTask update = this::update;
    private final RangeTask updatePeeping = this::updatePeeping;
    /** The peepholes, padded, and a row of scratch for each row of the batch. */
    private final MemorySegment peepholes;

    private final int n;
    private final long bytes;
    private boolean peeping;

    LstmCell(Primitives primitives, LayerShape shape, DirectionWeights weights, Moment moment, Parallel parallel) {
        super(primitives, shape, moment, parallel);
        product = weights.recurrence(0).product(moment.rows(), shape.padded(), shape.width());
        n = shape.padded();
        bytes = (long) Float.BYTES * n;
        peepholes = Scratch.floats((long) (PEEPHOLES + moment.rows()) * n);
    }

    @Override
    void bind(long bias, long given) {
        peeping = given != 0;
        for (int i = 0; i < PEEPHOLES && peeping; i++) {
            long row = (long) Float.BYTES * shape.hidden();
            NativeMemory.copy(given + i * row, peepholes.address() + i * bytes, row);
        }
    }

    @Override
    void step() {
        product.run(parallel, moment.hidden(0), moment.gates, true, null);
        forRows(peeping ? updatePeeping : update);
    }

    private void update(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                long gates = moment.gates(row);
                noteStates(row);
                blocks.unary(UnaryFunction.SIGMOID, gates, gates, PEEPHOLES * n);
                remember(row);
                show(row);
            }
        }
    }

    private void updatePeeping(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                long cell = moment.cell(row);
                noteStates(row);
                peep(row, 0, cell);
                peep(row, 2, cell);
                remember(row);
                peep(row, 1, cell);
                show(row);
            }
        }
    }

    /** Adds to a gate what it sees of the cell state, and applies its function. */
    private void peep(int row, int gate, long cell) {
        long sum = moment.gates(row) + gate * bytes;
        long scratch = peepholes.address() + (PEEPHOLES + row) * bytes;
        blocks.binary(BinaryFunction.MUL, scratch, peepholes.address() + gate * bytes, cell, n);
        blocks.binary(BinaryFunction.ADD, sum, sum, scratch, n);
        blocks.unary(UnaryFunction.SIGMOID, sum, sum, n);
    }

    private void noteStates(int row) {
        moment.note(row, HIDDEN, moment.hidden(row));
        moment.note(row, CELL, moment.cell(row));
    }

    private void remember(int row) {
        long gates = moment.gates(row);
        long cell = moment.cell(row);
        long candidate = gates + CANDIDATE * bytes;
        blocks.unary(UnaryFunction.TANH, candidate, candidate, n);
        moment.note(row, CANDIDATE, candidate);
        blocks.binary(BinaryFunction.MUL, candidate, candidate, gates, n);
        blocks.binary(BinaryFunction.MUL, cell, cell, gates + 2 * bytes, n);
        blocks.binary(BinaryFunction.ADD, cell, cell, candidate, n);
    }

    private void show(int row) {
        long hidden = moment.hidden(row);
        for (int gate = 0; gate < PEEPHOLES; gate++) {
            moment.note(row, gate, moment.gates(row) + gate * bytes);
        }
        blocks.unary(UnaryFunction.TANH, hidden, moment.cell(row), n);
        blocks.binary(BinaryFunction.MUL, hidden, hidden, moment.gates(row) + bytes, n);
    }
}
