package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.cotangent.ops.internal.movement.Pieces;
import org.cotangent.ops.internal.movement.Slices;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** What the iterations of a loop give, put together along a new axis. */
final class Stack {
    private final Bindings io;
    private final int output;
    private final long axis;
    private final boolean reversed;
    private final @Nullable Tensor whole;
    private final List<Tensor> pieces = new ArrayList<>();
    private long count;

    /**
     * @param output of the call, which may be one that nobody asked for
     * @param axis in the rank of the whole
     * @param reversed whether the last piece comes first
     */
    Stack(Bindings io, int output, long axis, boolean reversed) {
        this.io = io;
        this.output = output;
        this.axis = axis;
        this.reversed = reversed;
        boolean direct =
                io.isAllocated(output) && !reversed && io.output(output).shape().axis(axis) == 0;
        this.whole = direct ? io.output(output) : null;
    }

    /** {@return the memory where the next piece belongs, if it lies in one piece there} */
    @Nullable
    Tensor slot() {
        return whole == null ? null : Slices.view(whole, count);
    }

    void push(Datum value) {
        if (!(value instanceof Tensor piece)) {
            throw new TypeException("what iterations give is put together, so it must be tensors, not " + value.type());
        }
        if (io.hasOutput(output) && whole == null) {
            pieces.add(piece);
        } else if (whole != null) {
            Slices.set(whole, count, piece);
        }
        count++;
    }

    /** {@return whether nothing that came in tells the type} */
    boolean lacksType() {
        return io.hasOutput(output) && whole == null && pieces.isEmpty();
    }

    /** Gives the output. Without pieces, the type tells the other sizes; those that are not known are 0. */
    void deliver(@Nullable ValueType element, Parallel parallel) {
        if (whole != null) {
            io.deliver(output, whole);
            return;
        }
        if (!io.hasOutput(output)) {
            return;
        }
        if (pieces.isEmpty()) {
            io.deliver(output, empty(element));
            return;
        }
        int place = Shape.of(new long[pieces.getFirst().rank() + 1]).axis(axis);
        List<Tensor> raised = new ArrayList<>(
                pieces.stream().map(piece -> Pieces.raised(piece, place)).toList());
        if (reversed) {
            Collections.reverse(raised);
        }
        long[] sizes = Pieces.joined(raised, place);
        boolean allocated = io.isAllocated(output);
        Tensor result = allocated
                ? io.output(output)
                : Tensor.allocate(pieces.getFirst().dtype(), sizes);
        if (!Arrays.equals(result.sizes(), sizes)) {
            throw new ShapeException(
                    "iterations gave " + Shape.of(sizes) + " together, but the output is " + result.type());
        }
        Pieces.join(raised, place, result, parallel);
        io.deliver(output, result);
    }

    private Tensor empty(@Nullable ValueType element) {
        if (element instanceof TensorType type) {
            List<Dim> dims = new ArrayList<>();
            if (type.shape().isRanked()) {
                type.shape().dims().forEach(dim -> dims.add(dim.isKnown() ? dim : Dim.of(0)));
            }
            int place = Shape.of(new long[dims.size() + 1]).axis(axis);
            return Tensor.allocate(type.with(Shape.of(dims).insert(place, Dim.of(0))));
        }
        throw new TypeException("no iteration ran, and the type of what it would have given is not known");
    }
}
