package org.cotangent.engine.autodiff;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** What values and tangents have to do with each other. */
final class Tangents {
    private Tangents() {}

    /** {@return whether values of this type can be differentiated} */
    static boolean hasTangents(Value value) {
        return value.type() instanceof TensorType type && type.dtype().isFloating();
    }

    /** {@return the tangent as a value of the shape of {@code like}; zeros if it vanishes} */
    static Value materialize(Formulas f, Tangent tangent, Value like) {
        return tangent instanceof Tangent.Of(Value value) ? value : f.zerosLike(like);
    }

    /** {@return the sum} */
    static Value sum(Formulas f, List<Value> summands) {
        return switch (summands.size()) {
            case 1 -> summands.getFirst();
            case 2 -> f.add(summands.get(0), summands.get(1));
            default -> f.op("Sum", summands.toArray(new @Nullable Value[0]));
        };
    }

    /** {@return a cotangent brought into the space of the input: its shape and element type} */
    static Tangent project(Formulas f, Tangent cotangent, Value input) {
        return cotangent instanceof Tangent.Of(Value value)
                ? Tangent.of(f.cast(f.sumTo(value, input), input.dtype()))
                : cotangent;
    }
}
