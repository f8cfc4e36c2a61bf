package org.cotangent.ops.internal.ml;

import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.TensorMap;
import org.cotangent.spi.tensor.ValueType;

/** What operators on maps share. */
public final class Maps {
    private Maps() {}

    /** {@return the type of input {@code i}, which must be a map} */
    public static MapType type(Inference call, int i) {
        ValueType type = call.find(i);
        if (type instanceof MapType map) {
            return map;
        }
        throw new TypeException("input " + i + " must be a map, not " + type);
    }

    /** {@return input {@code i}} */
    public static TensorMap map(Bindings io, int i) {
        return (TensorMap) io.value(i);
    }

    /** {@return what operators on maps say: they are never asked} */
    public static Derivative derivative() {
        return new Derivative.Zero("maps have no tangent space");
    }
}
