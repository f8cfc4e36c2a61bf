package org.cotangent.spi.op;

import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** What is known about a call before it runs. */
public interface Inference {
    /** {@return the attributes, defaults filled in} */
    Attributes attributes();

    /** {@return the number of inputs given, absent ones in the middle included} */
    int inputCount();

    /** {@return the number of outputs of the call} For variadic outputs this is how many the graph asks for. */
    int outputCount();

    /** {@return the type of input {@code i}, or null if it is absent} */
    @Nullable
    ValueType find(int i);

    /** {@return the value of input {@code i} if it is a known tensor} */
    @Nullable
    Tensor constant(int i);

    /**
     * {@return the elements of an integer input of rank 0 or 1 as far as they are known: numbers or symbolic sizes;
     * null if nothing is known}
     */
    @Nullable
    List<Dim> integers(int i);

    /** States the elements of an integer output of rank 0 or 1, as Shape does. */
    void known(int output, List<Dim> elements);

    /**
     * {@return the types of the outputs of the graph in an attribute for inputs of these types, captures included}
     *
     * <p>From now on the graph of the call has these types; after several questions, those of the last. Sizes that are
     * made up within the graph are fresh ones here.
     */
    default List<ValueType> body(String attribute, List<? extends ValueType> inputs) {
        throw new UnsupportedOperationException("the graph '" + attribute + "' cannot be looked into here");
    }

    /**
     * States that the call computes what the graph in this attribute does, whose inputs are the last ones of the call:
     * it can be put in the place of the call.
     */
    default void becomes(String attribute) {}

    /** {@return a dimension that is known only when the graph runs} */
    Dim fresh(String name);

    default boolean has(int i) {
        return i < inputCount() && find(i) != null;
    }

    /** {@return the type of input {@code i}, which must be there} */
    default ValueType type(int i) {
        ValueType type = i < inputCount() ? find(i) : null;
        if (type == null) {
            throw new TypeException("input " + i + " is absent");
        }
        return type;
    }

    /** {@return the type of input {@code i}, which must be a tensor} */
    default TensorType input(int i) {
        if (i < inputCount() && find(i) instanceof TensorType type) {
            return type;
        }
        throw new TypeException("input " + i + " must be a tensor" + (has(i) ? ", not " + find(i) : "; it is absent"));
    }

    default Shape shape(int i) {
        return input(i).shape();
    }

    default DType dtype(int i) {
        return input(i).dtype();
    }
}
