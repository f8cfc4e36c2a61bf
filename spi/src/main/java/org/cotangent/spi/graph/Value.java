package org.cotangent.spi.graph;

import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/** An edge of a graph: what a node puts out, an input or an initializer. Values are compared by identity. */
public class Value {
    private final String name;
    private final ValueType type;

    public Value(String name, ValueType type) {
        this.name = name;
        this.type = type;
    }

    /** {@return how messages and files name it} */
    public String name() {
        return name;
    }

    public final ValueType type() {
        return type;
    }

    /** {@return the type, which must be that of a tensor} */
    public final TensorType tensorType() {
        if (type instanceof TensorType tensor) {
            return tensor;
        }
        throw new TypeException("value '" + name() + "' is " + type + ", not a tensor of known element type");
    }

    public final Shape shape() {
        return tensorType().shape();
    }

    public final DType dtype() {
        return tensorType().dtype();
    }

    @Override
    public String toString() {
        return name() + ":" + type;
    }
}
