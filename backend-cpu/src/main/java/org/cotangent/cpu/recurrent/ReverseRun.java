package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RowArithmetic;

/** Runs one direction of a layer back in time for a part of the batch. */
final class ReverseRun {

    private final LayerShape shape;
    private final int direction;
    private final RowArithmetic rows;
    private final Moment moment;
    private final ReverseCell cell;

    ReverseRun(Primitives primitives, LayerShape shape, int direction, Moment moment, ReverseCell cell) {
        this.shape = shape;
        this.direction = direction;
        this.rows = primitives.rows();
        this.moment = moment;
        this.cell = cell;
    }

    /** Runs all of the sequence, from its last time to the first. */
    void run(LayerTensors tensors) {
        moment.lengths = tensors.input(GradientTensors.LENGTHS);
        moment.trace = tensors.input(GradientTensors.TRACE);
        cell.bind(tensors.input(GradientTensors.PEEPHOLES, 3L * direction * shape.hidden()));
        moment.begin(tensors.input(GradientTensors.DY_H), tensors.input(GradientTensors.DY_C));
        boolean reverse = shape.reverse(direction);
        long dy = tensors.input(GradientTensors.DY);
        long sums = tensors.output(GradientTensors.SUMS);
        for (int i = 0; i < shape.length(); i++) {
            moment.time = reverse ? i : shape.length() - 1 - i;
            moment.gates = sums
                    + (long) Float.BYTES
                            * (((long) moment.time * shape.directions() + direction) * shape.batch() + moment.place(0))
                            * shape.width();
            enter(dy);
            cell.step();
        }
        moment.end(tensors.output(GradientTensors.INITIAL_H), tensors.output(GradientTensors.INITIAL_C));
    }

    /** Adds the cotangents of outputs, where there were outputs. */
    private void enter(long dy) {
        for (int row = 0; row < moment.rows(); row++) {
            if (!moment.active(row)) {
                NativeMemory.clear(moment.gates(row), (long) Float.BYTES * shape.width());
            } else if (dy != 0) {
                long from = dy + Float.BYTES * shape.output(moment.time, direction, moment.place(row));
                rows.addScaled(moment.hidden(row), 1, from, shape.hidden());
            }
        }
    }
}
