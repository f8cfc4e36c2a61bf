package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * What one direction of a layer works on at one time: the states of a part of the batch, and the sums of the gates, to
 * which the inputs and biases have contributed already. Rows are those of the part; gates and states are padded.
 */
final class Moment {

    /** Hidden units that are worth a thread's start. */
    private static final int LEAST_UNITS = 2048;

    private final LayerShape shape;
    private final int direction;
    private final long grain;
    private final int first;
    private final int rows;
    private final MemorySegment hiddenStates;
    private final MemorySegment cellStates;

    /** Address of the sums of all gates. */
    long gates;
    /** Address of what is traced of all steps; 0 if nothing is. */
    long trace;
    /** Address of the lengths of the sequences; 0 if all are as long as the input. */
    long lengths;

    int time;

    /** Of {@code rows} rows of the batch, from {@code first} on. */
    Moment(LayerShape shape, int direction, int first, int rows) {
        this.shape = shape;
        this.direction = direction;
        this.grain = Math.max(1, LEAST_UNITS / shape.padded());
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

    /** Runs a task over all rows. */
    void forRows(Parallel parallel, RangeTask task) {
        parallel.forRange(rows, grain, task);
    }

    /** {@return the address of what is traced of a row at this time} */
    long trace(int row) {
        return trace + Float.BYTES * shape.trace(time, direction, place(row));
    }

    /** Traces the units of a row at an address as its number {@code i}, if anything is traced. */
    void note(int row, int i, long units) {
        if (trace != 0) {
            long bytes = (long) Float.BYTES * shape.hidden();
            NativeMemory.copy(units, trace(row) + i * bytes, bytes);
        }
    }

    /** Begins with these states; at address 0, with zeros. */
    void begin(long hidden, long cell) {
        copyIn(hidden, hiddenStates);
        if (shape.kind().hasCellState()) {
            copyIn(cell, cellStates);
        }
    }

    private void copyIn(long given, MemorySegment states) {
        states.fill((byte) 0);
        for (int row = 0; row < rows && given != 0; row++) {
            NativeMemory.copy(given + state(row), states.address() + padded(row), (long) Float.BYTES * shape.hidden());
        }
    }

    /** Copies the states to these addresses, unless they are 0. */
    void end(long hidden, long cell) {
        copyOut(hiddenStates, hidden);
        if (shape.kind().hasCellState()) {
            copyOut(cellStates, cell);
        }
    }

    private void copyOut(MemorySegment states, long target) {
        for (int row = 0; row < rows && target != 0; row++) {
            NativeMemory.copy(states.address() + padded(row), target + state(row), (long) Float.BYTES * shape.hidden());
        }
    }

    private long state(int row) {
        return Float.BYTES * shape.state(direction, place(row));
    }

    private long padded(int row) {
        return (long) Float.BYTES * row * shape.padded();
    }

    /** {@return the address of the sums of a row} */
    long gates(int row) {
        return gates + (long) Float.BYTES * row * shape.width();
    }

    /** {@return the address of the hidden state of a row} */
    long hidden(int row) {
        return hiddenStates.address() + padded(row);
    }

    /** {@return the address of the cell state of a row} */
    long cell(int row) {
        return cellStates.address() + padded(row);
    }
}
