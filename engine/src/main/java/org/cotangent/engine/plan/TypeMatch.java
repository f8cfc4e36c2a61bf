package org.cotangent.engine.plan;

import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/** Whether values are of a type. */
final class TypeMatch {
    private TypeMatch() {}

    /** {@return whether the value is of this type; symbolic sizes stand for any} Allocates nothing for tensors. */
    static boolean holds(ValueType type, Datum datum) {
        return switch (type) {
            case TensorType tensor -> datum instanceof Tensor given && holds(tensor, given);
            case SequenceType sequence -> datum.type() instanceof SequenceType given && covers(sequence, given);
            case MapType map -> map.equals(datum.type());
            case OptionalType(ValueType element) ->
                datum instanceof OptionalDatum given
                        && covers(element, given.type().element());
            case UnknownType unknown -> true;
        };
    }

    private static boolean sameElement(SequenceType a, SequenceType b) {
        if (a.element() instanceof TensorType one && b.element() instanceof TensorType other) {
            return one.dtype() == other.dtype();
        }
        return a.element().equals(b.element());
    }

    private static boolean holds(TensorType type, Tensor tensor) {
        Shape shape = type.shape();
        if (type.dtype() != tensor.dtype() || (shape.isRanked() && shape.rank() != tensor.rank())) {
            return false;
        }
        for (int axis = 0; shape.isRanked() && axis < tensor.rank(); axis++) {
            Dim dim = shape.dim(axis);
            if (dim.isKnown() && dim.size() != tensor.size(axis)) {
                return false;
            }
        }
        return true;
    }

    private static boolean covers(ValueType general, ValueType type) {
        if (general instanceof SequenceType a && type instanceof SequenceType b) {
            return b.empty() ? sameElement(a, b) : !a.empty() && covers(a.element(), b.element());
        }
        if (!(general instanceof TensorType a) || !(type instanceof TensorType b)) {
            return general.equals(type);
        }
        if (a.dtype() != b.dtype() || !a.shape().isRanked()) {
            return a.dtype() == b.dtype();
        }
        if (!b.shape().isRanked() || a.shape().rank() != b.shape().rank()) {
            return false;
        }
        for (int axis = 0; axis < a.shape().rank(); axis++) {
            Dim dim = a.shape().dim(axis);
            if (dim.isKnown() && !dim.equals(b.shape().dim(axis))) {
                return false;
            }
        }
        return true;
    }
}
