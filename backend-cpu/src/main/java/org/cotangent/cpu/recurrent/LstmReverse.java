package org.cotangent.cpu.recurrent;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.op.UnaryFunction;

/**
 * The reverse of {@link LstmCell}. Each pass over the rows is a task of its own: in one method together, they would be
 * more than is compiled well.
 */
final class LstmReverse extends ReverseCell {

    private final BlockMath blocks;
    private final GateProduct product;
    private final RangeTask show = this::show;
    private final RangeTask leave = this::leave;
    private final RangeTask divide = this::divide;
    private final long bytes;
    private final int padded;

    /** For each row, padded, the next cell state and what is shown of it. */
    private final MemorySegment shown;

    private long peepholes;

    LstmReverse(Primitives primitives, LayerShape shape, ReverseWeights weights, Moment moment, Parallel parallel) {
        super(primitives, shape, moment, parallel);
        blocks = primitives.blocks();
        product = weights.group(0).product(moment.rows(), shape.width(), n);
        bytes = (long) Float.BYTES * n;
        padded = Math.ceilDiv(n, blocks.lanes()) * blocks.lanes();
        shown = Scratch.floats((long) moment.rows() * padded);
    }

    @Override
    void bind(long given) {
        peepholes = given;
    }

    @Override
    void step() {
        moment.forRows(parallel, show);
        moment.forRows(parallel, leave);
        moment.forRows(parallel, divide);
        addProduct(product, moment.gates);
    }

    private long shown(int row) {
        return shown.address() + (long) Float.BYTES * row * padded;
    }

    private void show(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                loops.cell(moment.trace(row), shown(row), n);
                blocks.unary(UnaryFunction.TANH, shown(row), shown(row), padded);
            }
        }
    }

    private void leave(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                long cell = moment.cell(row);
                long sum = moment.gates(row) + bytes;
                loops.shown(moment.trace(row) + bytes, shown(row), moment.hidden(row), cell, sum, n);
                if (peepholes != 0) {
                    loops.peep(cell, peepholes + bytes, sum, n);
                }
            }
        }
    }

    private void divide(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                long cell = moment.cell(row);
                long sums = moment.gates(row);
                loops.kept(moment.trace(row), cell, sums, n);
                if (peepholes != 0) {
                    loops.peep(cell, peepholes, sums, n);
                    loops.peep(cell, peepholes + 2 * bytes, sums + 2 * bytes, n);
                }
            }
        }
    }
}
