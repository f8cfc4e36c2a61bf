package org.cotangent.ops.internal.ml;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Features as formulas see them: in float64 if they are float64, else in float32. */
public final class Features {
    private Features() {}

    /** {@return the features as floating numbers} */
    public static Value real(Formulas f, Value x) {
        return f.cast(x, x.dtype() == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT);
    }

    /** {@return the features as a matrix of floating numbers, a row for each sample} */
    public static Value matrix(Formulas f, Value x) {
        Value real = real(f, x);
        return x.shape().rank() == 1 ? f.unsqueeze(real, 0) : real;
    }

    /** {@return constants of the element type of the features} */
    public static Value constants(Formulas f, Value like, List<Float> values, long... sizes) {
        return constants(
                f, like, values.stream().mapToDouble(Float::doubleValue).toArray(), sizes);
    }

    /** {@return constants of the element type of the features} */
    public static Value constants(Formulas f, Value like, double[] values, long... sizes) {
        if (Arrays.stream(sizes).reduce(1, (a, b) -> a * b) != values.length) {
            throw new AttributeException(
                    "there are " + values.length + " coefficients, but " + Arrays.toString(sizes) + " are needed");
        }
        return f.constant(Tensor.of(like.dtype(), values, sizes));
    }

    /** {@return the numbers of an attribute, none if it is absent} */
    public static List<Float> numbers(Attributes attributes, String name) {
        return attributes.has(name) ? attributes.reals(name) : List.of();
    }

    /** {@return scores as float32} */
    public static Value result(Formulas f, Value scores) {
        return f.cast(scores, DType.FLOAT);
    }
}
