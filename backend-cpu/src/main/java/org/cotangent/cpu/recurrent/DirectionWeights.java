package org.cotangent.cpu.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.spi.backend.Parallel;

/** The packed weights of one direction, which all parts of the batch share. */
final class DirectionWeights {

    private final LayerShape shape;
    private final int direction;
    private final GateWeights inputs;
    private final List<GateWeights> recurrence = new ArrayList<>();

    DirectionWeights(GemmArithmetic<float[]> arithmetic, LayerShape shape, int direction) {
        this.shape = shape;
        this.direction = direction;
        this.inputs = GateWeights.transposed(arithmetic, shape, shape.gates(), shape.inputs());
        for (int gates : shape.kind().groups()) {
            recurrence.add(GateWeights.transposed(arithmetic, shape, gates, shape.hidden()));
        }
    }

    GateWeights inputs() {
        return inputs;
    }

    /** {@return the recurrence weights of a group of gates that are multiplied together} */
    GateWeights recurrence(int group) {
        return recurrence.get(group);
    }

    /** Packs the part of W, at this address, that belongs to the direction. */
    void packInputs(Parallel parallel, long w) {
        inputs.pack(parallel, w + matrices(shape.inputs(), direction * shape.gates()));
    }

    /** Packs the part of R, at this address, that belongs to the direction. */
    void packRecurrence(Parallel parallel, long r) {
        int gate = direction * shape.gates();
        for (int group = 0; group < recurrence.size(); group++) {
            recurrence.get(group).pack(parallel, r + matrices(shape.hidden(), gate));
            gate += shape.kind().groups().get(group);
        }
    }

    /** {@return the bytes of the matrices of so many gates} */
    private long matrices(int columns, int gates) {
        return (long) Float.BYTES * gates * shape.hidden() * columns;
    }
}
