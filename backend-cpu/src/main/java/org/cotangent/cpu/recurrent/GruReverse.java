package org.cotangent.cpu.recurrent;

import static org.cotangent.cpu.recurrent.GruCell.BEFORE;
import static org.cotangent.cpu.recurrent.GruCell.CANDIDATE;
import static org.cotangent.cpu.recurrent.GruCell.INNER;

import java.lang.foreign.MemorySegment;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** The reverse of {@link GruCell}. */
final class GruReverse extends ReverseCell {

    private final boolean linearBeforeReset;
    private final GateProduct product;
    private final GateProduct candidateProduct;
    private final RangeTask update = this::update;
    private final RangeTask reset = this::reset;
    private final long bytes;

    /** For each row, the cotangent of what the reset gate multiplies, or of the product. */
    private final MemorySegment inner;

    GruReverse(
            Primitives primitives,
            LayerShape shape,
            ReverseWeights weights,
            Moment moment,
            Parallel parallel,
            boolean linearBeforeReset) {
        super(primitives, shape, moment, parallel);
        this.linearBeforeReset = linearBeforeReset;
        bytes = (long) Float.BYTES * n;
        product = weights.group(0).product(moment.rows(), shape.width(), n);
        candidateProduct = weights.group(1).product(moment.rows(), linearBeforeReset ? n : shape.width(), n);
        inner = Scratch.floats((long) moment.rows() * n);
    }

    @Override
    void step() {
        moment.forRows(parallel, update);
        if (linearBeforeReset) {
            addProduct(candidateProduct, inner.address());
        } else {
            candidateProduct.run(parallel, moment.gates + CANDIDATE * bytes, inner.address(), false, null);
            moment.forRows(parallel, reset);
        }
        addProduct(product, moment.gates);
    }

    private void update(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            long own = inner.address() + row * bytes;
            if (moment.active(row)) {
                long trace = moment.trace(row);
                long sums = moment.gates(row);
                loops.gru(trace, moment.hidden(row), sums, n);
                if (linearBeforeReset) {
                    loops.reset(trace + bytes, trace + INNER * bytes, sums + CANDIDATE * bytes, sums + bytes, own, n);
                }
            } else {
                NativeMemory.clear(own, bytes);
            }
        }
    }

    private void reset(long from, long to) {
        for (int row = (int) from; row < to; row++) {
            if (moment.active(row)) {
                long trace = moment.trace(row);
                long own = inner.address() + row * bytes;
                loops.reset(trace + bytes, trace + BEFORE * bytes, own, moment.gates(row) + bytes, own, n);
                rows.addScaled(moment.hidden(row), 1, own, n);
            }
        }
    }
}
