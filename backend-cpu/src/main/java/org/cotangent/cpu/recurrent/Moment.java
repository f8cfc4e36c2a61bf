package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Scratch;

/**
 * What one direction of a layer works on at one time: the states of a part of the batch, and the sums of the gates, to
 * which the inputs and biases have contributed already. Rows are those of the part; gates and states are padded.
 */
final class Moment {

    private final LayerShape shape;
    private final int first;
    private final int rows;
    private final MemorySegment hiddenStates;
    private final MemorySegment cellStates;

    /** Address of the sums of all gates. */
    long gates;
    /** Address of the lengths of the sequences; 0 if all are as long as the input. */
    long lengths;

    int time;

    /** Of {@code rows} rows of the batch, from {@code first} on. */
    Moment(LayerShape shape, int first, int rows) {
        this.shape = shape;
        this.first = first;
        this.rows = rows;
        this.hiddenStates = Scratch.floats((long) rows * shape.padded());
        this.cellStates = Scratch.floats(shape.kind().hasCellState() ? (long) rows * shape.padded() : 0);
    }

    int rows() {
        return rows;
    }

    /** {@return the place in the batch of a row} */
    int place(int row) {
        return first + row;
    }

    /** {@return whether the sequence of a row has an element at this time} */
    boolean active(int row) {
        return lengths == 0 || time < NativeMemory.getInt(lengths + (long) Integer.BYTES * place(row));
    }

    /** {@return the address of the sums of a row} */
    long gates(int row) {
        return gates + (long) Float.BYTES * row * shape.width();
    }

    /** {@return the address of the hidden state of a row} */
    long hidden(int row) {
        return hiddenStates.address() + (long) Float.BYTES * row * shape.padded();
    }

    /** {@return the address of the cell state of a row} */
    long cell(int row) {
        return cellStates.address() + (long) Float.BYTES * row * shape.padded();
    }
}
