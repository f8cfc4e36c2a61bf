package org.cotangent.engine.autodiff;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** What values and tangents have to do with each other. */
final class Tangents {
    private Tangents() {}

    /** {@return whether values of this type can be differentiated} */
    static boolean hasTangents(Value value) {
        return value.type().isDifferentiable();
    }

    /** {@return the tangent as a value of the shape of {@code like}; zeros if it vanishes} */
    static Value materialize(Formulas f, Tangent tangent, Value like) {
        return tangent instanceof Tangent.Of(Value value) ? value : f.zerosLike(like);
    }

    /** {@return the sum; sequences are added tensor by tensor} */
    static Value sum(Formulas f, List<Value> summands) {
        if (!isTensor(summands.getFirst())) {
            return summands.stream()
                    .reduce((a, b) -> f.own("AddValues", Attributes.none(), a, b))
                    .orElseThrow();
        }
        return switch (summands.size()) {
            case 1 -> summands.getFirst();
            case 2 -> f.add(summands.get(0), summands.get(1));
            default -> f.op("Sum", summands.toArray(new @Nullable Value[0]));
        };
    }

    static boolean isTensor(Value value) {
        return value.type() instanceof TensorType;
    }

    /** {@return a cotangent brought into the space of the input: its shape and element type} */
    static Tangent project(Formulas f, Tangent cotangent, Value input) {
        return cotangent instanceof Tangent.Of(Value value) && isTensor(input)
                ? Tangent.of(f.cast(f.sumTo(value, input), input.dtype()))
                : cotangent;
    }
}
