package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** What operators on sequences share. */
public final class Sequences {
    private Sequences() {}

    /** {@return sequences of the tensors that ONNX lets sequences hold} */
    public static TypeVariable type(String name) {
        return Types.classic(name).in(TypeVariable.Kind.SEQUENCE);
    }

    /** {@return the type of the tensors of input {@code i}, which must be a sequence} */
    public static TensorType element(Inference call, int i) {
        if (call.find(i) instanceof SequenceType type && type.element() instanceof TensorType element) {
            return element;
        }
        throw new TypeException("input " + i + " must be a sequence of tensors, not " + call.find(i));
    }

    /** {@return the type of one tensor of a sequence: sizes that may differ from tensor to tensor are made up} */
    public static TensorType member(Inference call, TensorType element) {
        Shape shape = element.shape();
        if (!shape.isRanked()) {
            return element;
        }
        List<Dim> dims = new ArrayList<>();
        for (Dim dim : shape.dims()) {
            dims.add(dim.toString().contains("?") ? call.fresh("element") : dim);
        }
        return element.with(Shape.of(dims));
    }

    /** {@return input {@code i}} */
    public static TensorSequence sequence(Bindings io, int i) {
        return (TensorSequence) io.value(i);
    }

    /**
     * {@return the position in input {@code i}, counted from the front}
     *
     * @param absent the position if the input is absent
     * @param end positions are in [-end, end), or [-end, end] where one can stand behind the last
     */
    public static int position(Bindings io, int i, int absent, int end, boolean behind) {
        if (!io.hasInput(i)) {
            if (absent < 0) {
                throw new CotangentException("the sequence is empty");
            }
            return absent;
        }
        Tensor tensor = io.input(i);
        if (tensor.elements() != 1) {
            throw new CotangentException("a position is one number, not " + tensor);
        }
        long position = tensor.getLong(0);
        if (position < -end || position > end || (position == end && !behind)) {
            throw new CotangentException("position " + position + " is outside [" + -end + ", " + end
                    + (behind ? "]" : ")") + " of a sequence of " + end + " tensors");
        }
        return (int) (position < 0 ? position + end : position);
    }

    /** {@return the sequence with tensors replaced, put in or taken out} */
    public static TensorSequence changed(TensorSequence sequence, Consumer<List<Tensor>> change) {
        List<Tensor> tensors = new ArrayList<>(sequence.tensors());
        change.accept(tensors);
        return TensorSequence.of(sequence.dtype(), tensors);
    }

    /**
     * {@return the position that a rule uses: never negative, as a scalar}
     *
     * @param position null for {@code absent}
     * @param length of the sequence that the position refers to
     */
    public static Value position(Formulas f, @Nullable Value position, Value absent, Value length) {
        if (position == null) {
            return absent;
        }
        Tensor known = f.emitter().constantOf(position);
        if (known != null && known.elements() == 1 && known.getLong(0) >= 0) {
            return position;
        }
        Value scalar = f.reshape(f.cast(position, DType.INT64), Shape.scalar());
        Value zero = f.scalar(DType.INT64, 0);
        return f.where(f.less(scalar, zero), f.add(scalar, length), scalar);
    }

    /** {@return input {@code i} of the call, or null} */
    public static @Nullable Value optional(Point at, int i) {
        return at.has(i) ? at.input(i) : null;
    }
}
