package org.cotangent.ops.internal.movement;

import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;

/** Transposes of operators that only move, repeat and drop elements. */
public final class Movement {
    private Movement() {}

    /**
     * {@return the transpose of a movement at a cotangent of its output}
     *
     * <p>The numbers of the elements of {@code x} go through the movement; what comes out tells for each element of the
     * cotangent to which element of {@code x} it is added.
     */
    public static Value transpose(Formulas f, Value x, UnaryOperator<Value> movement, Value cotangent) {
        Value moved = movement.apply(f.reshapeLike(numbers(f, x), x));
        Value flat = f.reshape(cotangent, -1);
        Value zeros = f.reshape(f.zerosLike(x), -1);
        Attributes add = Attributes.of("axis", 0).with("reduction", "add");
        return f.reshapeLike(f.op("ScatterElements", add, zeros, f.reshape(moved, -1), flat), x);
    }

    private static Value numbers(Formulas f, Value x) {
        Dim elements = x.shape().elements();
        Value count = elements.isKnown() ? f.constant(Tensor.scalar(elements.size())) : f.op("Size", x);
        return f.op("Range", f.scalar(DType.INT64, 0), count, f.scalar(DType.INT64, 1));
    }
}
