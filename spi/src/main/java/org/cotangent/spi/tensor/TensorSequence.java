package org.cotangent.spi.tensor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cotangent.spi.TypeException;

/**
 * A list of tensors of one element type; immutable.
 *
 * <p>The tensors must never be written again: sequences share them.
 */
public final class TensorSequence implements Datum, Iterable<Tensor> {
    private final TensorType element;
    private final List<Tensor> tensors;

    private TensorSequence(TensorType element, List<Tensor> tensors) {
        this.element = element;
        this.tensors = tensors;
    }

    /** {@return the sequence without elements} */
    public static TensorSequence empty(DType dtype) {
        return new TensorSequence(new TensorType(dtype, Shape.unranked()), List.of());
    }

    /** {@return the sequence of these tensors} Throws {@link TypeException} if one is of another element type. */
    public static TensorSequence of(DType dtype, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return empty(dtype);
        }
        TensorType element = tensors.getFirst().type();
        for (Tensor tensor : tensors) {
            if (tensor.dtype() != dtype) {
                throw new TypeException("a sequence of " + dtype + " cannot hold " + tensor.type());
            }
            element = element.with(common(element.shape(), tensor));
        }
        return new TensorSequence(element, List.copyOf(tensors));
    }

    public static TensorSequence of(Tensor first, Tensor... others) {
        List<Tensor> all = new ArrayList<>(List.of(others));
        all.addFirst(first);
        return of(first.dtype(), all);
    }

    /** The shape of all elements; sizes in which they differ become symbols. */
    private static Shape common(Shape shape, Tensor tensor) {
        if (!shape.isRanked() || shape.rank() != tensor.rank()) {
            return Shape.unranked();
        }
        Shape common = shape;
        for (int axis = 0; axis < shape.rank(); axis++) {
            Dim dim = shape.dim(axis);
            if (dim.isKnown() && dim.size() != tensor.size(axis)) {
                common = common.with(axis, Dim.symbol("?" + axis));
            }
        }
        return common;
    }

    public DType dtype() {
        return element.dtype();
    }

    @Override
    public SequenceType type() {
        return new SequenceType(element, tensors.isEmpty());
    }

    public int length() {
        return tensors.size();
    }

    public Tensor get(int i) {
        return tensors.get(i);
    }

    public List<Tensor> tensors() {
        return tensors;
    }

    @Override
    public Iterator<Tensor> iterator() {
        return tensors.iterator();
    }

    @Override
    public String toString() {
        return "sequence of " + element.dtype() + " " + tensors;
    }
}
