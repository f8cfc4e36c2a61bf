package org.cotangent.spi.op;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** The use of an operator in a graph, as an expansion sees it: attributes and inputs. */
public interface Call {
    /** {@return the attributes, defaults filled in} */
    Attributes attributes();

    /** {@return the inputs, null where one is absent} */
    List<@Nullable Value> inputs();

    /** {@return the number of outputs of the call} */
    int outputCount();

    default boolean has(int i) {
        return i < inputs().size() && inputs().get(i) != null;
    }

    /** {@return input {@code i}} Throws {@link IllegalArgumentException} if it is absent. */
    default Value input(int i) {
        Value value = i < inputs().size() ? inputs().get(i) : null;
        if (value == null) {
            throw new IllegalArgumentException("input " + i + " is absent");
        }
        return value;
    }

    default Shape shape(int i) {
        return input(i).shape();
    }

    default DType dtype(int i) {
        return input(i).dtype();
    }
}
