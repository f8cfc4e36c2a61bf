package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.gemm.Summand;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;

/**
 * Runs one direction of a layer for a part of the batch. What the inputs contribute to the gates is one product for
 * many times together; then the states go from time to time.
 */
final class DirectionRun {

    /** Rows of inputs that are multiplied together: enough for a fast product, few enough for the cache. */
    private static final int ROWS = 240;

    private final LayerShape shape;
    private final int direction;
    private final Parallel parallel;
    private final Movement movement;
    private final RowArithmetic arithmetic;
    private final Moment moment;
    private final Cell cell;
    private final int steps;
    private final GateProduct product;
    private final GateProduct lastProduct;
    private final MemorySegment gates;
    private final MemorySegment gathered;
    private final MemorySegment bias;
    private final Summand summand;

    DirectionRun(
            Primitives primitives,
            LayerShape shape,
            int direction,
            GateWeights weights,
            Moment moment,
            Cell cell,
            Parallel parallel) {
        this.shape = shape;
        this.direction = direction;
        this.parallel = parallel;
        this.movement = primitives.movement();
        this.arithmetic = primitives.rows();
        this.moment = moment;
        this.cell = cell;
        int blocks = Math.ceilDiv(shape.length(), Math.max(1, ROWS / moment.rows()));
        this.steps = Math.ceilDiv(shape.length(), blocks);
        int rows = steps * moment.rows();
        int lastRows = ((shape.length() - 1) % steps + 1) * moment.rows();
        this.product = weights.product(rows, shape.inputs(), shape.width());
        this.lastProduct = weights.product(lastRows, shape.inputs(), shape.width());
        this.gates = Scratch.floats((long) rows * shape.width());
        this.gathered = Scratch.floats(gathers() ? (long) rows * shape.inputs() : 0);
        this.bias = Scratch.floats(shape.width());
        this.summand = new Summand(arithmetic, 1, 0, 1);
        summand.bind(bias.address());
    }

    private boolean gathers() {
        return shape.batchFirst() ? moment.rows() > 1 : moment.rows() != shape.batch();
    }

    /** Runs all of the sequence. */
    void run(LayerTensors tensors) {
        long biases = (long) shape.gates() * shape.hidden();
        long inputBias = tensors.input(LayerTensors.B, 2L * direction * biases);
        long recurrenceBias = tensors.input(LayerTensors.B, (2L * direction + 1) * biases);
        if (inputBias != 0) {
            joinBiases(inputBias, recurrenceBias);
        }
        cell.bind(recurrenceBias, tensors.input(LayerTensors.PEEPHOLES, 3L * direction * shape.hidden()));
        moment.lengths = tensors.input(LayerTensors.LENGTHS);
        moment.begin(tensors.input(LayerTensors.INITIAL_H), tensors.input(LayerTensors.INITIAL_C));
        moment.trace = tensors.output(shape.kind().traceOutput());
        boolean reverse = shape.reverse(direction);
        for (int done = 0; done < shape.length(); done += steps) {
            int count = Math.min(steps, shape.length() - done);
            int first = reverse ? shape.length() - done - count : done;
            GateProduct of = done + steps < shape.length() ? product : lastProduct;
            of.run(parallel, rows(tensors, first, count), gates.address(), false, inputBias == 0 ? null : summand);
            for (int i = 0; i < count; i++) {
                step(tensors, first, reverse ? count - 1 - i : i);
            }
        }
        moment.end(tensors.output(LayerTensors.Y_H), tensors.output(LayerTensors.Y_C));
    }

    private void joinBiases(long inputBias, long recurrenceBias) {
        int hidden = shape.hidden();
        for (int gate = 0; gate < shape.gates(); gate++) {
            long target = bias.address() + (long) Float.BYTES * gate * shape.padded();
            long offset = (long) Float.BYTES * gate * hidden;
            NativeMemory.copy(inputBias + offset, target, (long) Float.BYTES * hidden);
            if (cell.addsBiasEarly(gate)) {
                arithmetic.addScaled(target, 1, recurrenceBias + offset, hidden);
            }
        }
    }

    /** {@return the address of the inputs of so many times, a row for each of the part at each time} */
    private long rows(LayerTensors tensors, int first, int count) {
        if (!gathers()) {
            return tensors.input(LayerTensors.X, shape.input(first, moment.place(0)));
        }
        long row = (long) Float.BYTES * shape.inputs();
        long stride = shape.batchFirst() ? row : shape.batch() * row;
        for (int n = 0; n < moment.rows(); n++) {
            long from = tensors.input(LayerTensors.X, shape.input(first, moment.place(n)));
            movement.copyRows(from, stride, gathered.address() + n * row, moment.rows() * row, count, shape.inputs());
        }
        return gathered.address();
    }

    private void step(LayerTensors tensors, int first, int index) {
        moment.time = first + index;
        moment.gates = gates.address() + (long) Float.BYTES * index * moment.rows() * shape.width();
        cell.step();
        long y = tensors.output(LayerTensors.Y);
        long row = (long) Float.BYTES * shape.hidden();
        for (int n = 0; n < moment.rows() && y != 0; n++) {
            long target = y + Float.BYTES * shape.output(moment.time, direction, moment.place(n));
            if (moment.active(n)) {
                NativeMemory.copy(moment.hidden(n), target, row);
            } else {
                NativeMemory.clear(target, row);
            }
        }
        for (int n = 0; n < moment.rows() && moment.trace != 0; n++) {
            if (!moment.active(n)) {
                NativeMemory.clear(moment.trace(n), shape.kind().traced() * row);
            }
        }
    }
}
