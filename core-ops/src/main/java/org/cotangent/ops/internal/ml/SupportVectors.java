package org.cotangent.ops.internal.ml;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;

/** The kernel functions of support vector machines. */
public final class SupportVectors {
    private SupportVectors() {}

    /** {@return the ports and attributes with those that classifier and regressor have in common} */
    public static Signature.Builder declare(Signature.Builder builder) {
        for (String name : List.of("coefficients", "kernel_params", "rho", "support_vectors")) {
            builder.optionalAttribute(name, MlOperator.FLOATS);
        }
        return builder.attribute("kernel_type", "LINEAR").attribute("post_transform", "NONE");
    }

    /**
     * {@return the kernel function of each row of {@code x} and each support vector, [N, count]}
     *
     * <p>Distances are computed in float64 from inner products.
     */
    public static Value kernel(Formulas f, Value x, Attributes attributes, long count) {
        List<Float> given = Features.numbers(attributes, "support_vectors");
        Value vectors = Features.constants(f, x, given, count, given.size() / count);
        List<Float> parameters = Features.numbers(attributes, "kernel_params");
        double gamma = parameters.isEmpty() ? 0 : parameters.get(0);
        double offset = parameters.size() < 2 ? 0 : parameters.get(1);
        double degree = parameters.size() < 3 ? 0 : parameters.get(2);
        return switch (attributes.text("kernel_type")) {
            case "LINEAR" -> products(f, x, vectors);
            case "POLY" -> f.pow(affine(f, x, vectors, gamma, offset), degree);
            case "SIGMOID" -> f.tanh(affine(f, x, vectors, gamma, offset));
            case "RBF" -> {
                Value distances = distances(f, f.cast(x, DType.DOUBLE), f.cast(vectors, DType.DOUBLE));
                yield f.cast(f.exp(f.mul(distances, -gamma)), x.dtype());
            }
            case String other ->
                throw new AttributeException("kernel_type must be LINEAR, POLY, RBF or SIGMOID, not '" + other + "'");
        };
    }

    private static Value products(Formulas f, Value x, Value vectors) {
        return f.matmul(x, f.transposeMatrix(vectors));
    }

    private static Value affine(Formulas f, Value x, Value vectors, double factor, double offset) {
        return f.add(f.mul(products(f, x, vectors), factor), offset);
    }

    /** Squares of Euclidean distances. */
    private static Value distances(Formulas f, Value x, Value vectors) {
        Value squares = f.reduceSum(f.square(x), true, 1);
        Value others = f.reduceSum(f.square(vectors), false, 1);
        return f.sub(f.add(squares, others), f.mul(products(f, x, vectors), 2));
    }
}
