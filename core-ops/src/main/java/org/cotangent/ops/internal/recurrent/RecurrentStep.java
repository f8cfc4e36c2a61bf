package org.cotangent.ops.internal.recurrent;

import org.cotangent.ops.internal.numbers.Lane;

/**
 * The working memory of a recurrent kernel for some rows of the batch in one direction.
 *
 * <p>Matrices are row-major with a row per element of the batch. All states are kept in double.
 *
 * @param <A> the array type of the lane in which matrices are multiplied
 */
public final class RecurrentStep<A> {
    private final Lane<A> lane;
    private final A state;
    private final A product;
    private A weights;
    private double[] bias;
    private int biasAt;
    final A x;
    final int gates;
    final int hidden;
    final double[] input;
    final double[] recurrent;
    final double[] gated;
    final double[] h;
    final double[] c;
    final double[] nextH;
    final double[] nextC;
    final double[] zeros;
    double[] peepholes;
    /** For each row what is traced, one number after the other for all hidden units; empty if nothing is. */
    final double[] trace;

    private final int traced;
    int peepholesAt;
    int rows;

    RecurrentStep(Lane<A> lane, RecurrentCell cell, RecurrentLayout layout, int rows, boolean traces) {
        this.lane = lane;
        gates = cell.kind().gates();
        hidden = layout.hidden();
        int wide = rows * gates * hidden;
        int narrow = rows * hidden;
        x = lane.array(rows * layout.inputs());
        state = lane.array(narrow);
        product = lane.array(wide);
        weights = lane.array(0);
        bias = new double[0];
        peepholes = new double[0];
        input = new double[wide];
        recurrent = new double[wide];
        gated = new double[narrow];
        h = new double[narrow];
        c = new double[cell.kind().hasCellState() ? narrow : 0];
        nextH = new double[narrow];
        nextC = new double[c.length];
        traced = cell.kind().traced();
        trace = new double[traces ? narrow * traced : 0];
        zeros = new double[hidden * traced];
    }

    /** Takes the transposed recurrence weights [hidden, gates * hidden] and the bias of a direction. */
    void enter(A transposed, double[] biases, int at) {
        weights = transposed;
        bias = biases;
        biasAt = at;
    }

    /** Multiplies the input in x with transposed weights [inputs, gates * hidden] and adds a bias. */
    void readInput(A transposed, int inputs, double[] biases, int at) {
        int width = gates * hidden;
        lane.fill(product, 0, rows * width, 0);
        lane.multiplyAdd(x, 0, inputs, transposed, 0, width, product, 0, width, rows, width, inputs);
        lane.toDoubles(product, 0, input, 0, rows * width);
        add(biases, at, input, 0, width);
    }

    /** Writes what a hidden state contributes to some gates, bias included, to their places in {@code recurrent}. */
    void project(double[] from, int firstGate, int count) {
        int width = gates * hidden;
        int column = firstGate * hidden;
        int columns = count * hidden;
        lane.fromDoubles(from, 0, state, 0, rows * hidden);
        lane.fill(product, 0, rows * width, 0);
        lane.multiplyAdd(state, 0, hidden, weights, column, width, product, column, width, rows, columns, hidden);
        for (int row = 0; row < rows; row++) {
            lane.toDoubles(product, row * width + column, recurrent, row * width + column, columns);
        }
        add(bias, biasAt + column, recurrent, column, columns);
    }

    /** Notes a number of the hidden unit {@code i}, counted over all rows. */
    void trace(int i, int number, double value) {
        if (trace.length > 0) {
            trace[(i / hidden * traced + number) * hidden + i % hidden] = value;
        }
    }

    private void add(double[] biases, int at, double[] to, int column, int columns) {
        for (int row = 0; biases.length > 0 && row < rows; row++) {
            int start = row * gates * hidden + column;
            for (int i = 0; i < columns; i++) {
                to[start + i] += biases[at + i];
            }
        }
    }
}
