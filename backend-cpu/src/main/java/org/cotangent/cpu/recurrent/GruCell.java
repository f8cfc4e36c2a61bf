package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.gemm.Summand;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/**
 * {@code h = z h + (1 - z) tanh(x + r (h R + b))}, linear before reset, or {@code tanh(x + (r h) R + b)}; z and r are
 * sigmoids. The sums are in the order z, r, candidate.
 */
final class GruCell extends Cell {

    /** A gate, and its place in the trace. */
    static final int CANDIDATE = 2;
    /** The place of the hidden state before in the trace. */
    static final int BEFORE = 3;
    /** The place of what the candidate sees of the hidden state in the trace. */
    static final int INNER = 4;

    private final boolean linearBeforeReset;
    private final GateProduct product;
    private final GateProduct candidateProduct;
    private final Summand candidateBias;
    private final RangeTask reset = this::reset;
    private final RangeTask update = this::update;
    private final int n;
    private final long bytes;

    /** For each row, the reset hidden state, or what the hidden state contributes to the candidate. */
    private final MemorySegment linear;

    private final MemorySegment bias;

    GruCell(
            Primitives primitives,
            LayerShape shape,
            DirectionWeights weights,
            Moment moment,
            Parallel parallel,
            boolean linearBeforeReset) {
        super(primitives, shape, moment, parallel);
        this.linearBeforeReset = linearBeforeReset;
        n = shape.padded();
        bytes = (long) Float.BYTES * n;
        product = weights.recurrence(0).product(moment.rows(), n, shape.width());
        candidateProduct = weights.recurrence(1).product(moment.rows(), n, linearBeforeReset ? n : shape.width());
        linear = Scratch.floats((long) moment.rows() * n);
        bias = Scratch.floats(n);
        candidateBias = new Summand(primitives.rows(), 1, 0, 1);
        candidateBias.bind(bias.address());
    }

    @Override
    void bind(long given, long peepholes) {
        long row = (long) Float.BYTES * shape.hidden();
        if (given != 0 && linearBeforeReset) {
            NativeMemory.copy(given + CANDIDATE * row, bias.address(), row);
        }
    }

    @Override
    boolean addsBiasEarly(int gate) {
        return gate < CANDIDATE || !linearBeforeReset;
    }

    @Override
    void step() {
        product.run(parallel, moment.hidden(0), moment.gates, true, null);
        if (linearBeforeReset) {
            candidateProduct.run(parallel, moment.hidden(0), linear.address(), false, candidateBias);
        }
        forRows(reset);
        if (!linearBeforeReset) {
            candidateProduct.run(parallel, linear.address(), moment.gates + CANDIDATE * bytes, true, null);
        }
        forRows(update);
    }

    private void reset(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            long gates = moment.gates(row);
            long own = linear.address() + row * bytes;
            boolean traced = moment.active(row);
            if (traced && linearBeforeReset) {
                moment.note(row, INNER, own);
            }
            blocks.unary(UnaryFunction.SIGMOID, gates, gates, CANDIDATE * n);
            blocks.binary(BinaryFunction.MUL, own, gates + bytes, linearBeforeReset ? own : moment.hidden(row), n);
            if (traced && !linearBeforeReset) {
                moment.note(row, INNER, own);
            }
        }
    }

    private void update(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                long gates = moment.gates(row);
                long candidate = gates + CANDIDATE * bytes;
                long hidden = moment.hidden(row);
                if (linearBeforeReset) {
                    blocks.binary(BinaryFunction.ADD, candidate, candidate, linear.address() + row * bytes, n);
                }
                blocks.unary(UnaryFunction.TANH, candidate, candidate, n);
                for (int gate = 0; gate <= CANDIDATE; gate++) {
                    moment.note(row, gate, gates + gate * bytes);
                }
                moment.note(row, BEFORE, hidden);
                blocks.binary(BinaryFunction.SUB, hidden, hidden, candidate, n);
                blocks.binary(BinaryFunction.MUL, hidden, hidden, gates, n);
                blocks.binary(BinaryFunction.ADD, hidden, hidden, candidate, n);
            }
        }
    }
}
