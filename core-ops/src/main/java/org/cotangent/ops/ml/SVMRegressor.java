package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.ml.PostTransform;
import org.cotangent.ops.internal.ml.SupportVectors;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code y = t(s)} with {@code s = sum_v coefficients_v k(x, v) + rho} over {@code n_supports} support vectors v, for
 * each row x of the features; without support vectors {@code s = coefficients x + rho}. With {@code one_class}, y is 1
 * where s is positive, else -1.
 *
 * <p>The kernel function k is {@code x v} (LINEAR), {@code (gamma x v + coef0)^degree} (POLY), {@code exp(-gamma |x -
 * v|^2)} (RBF) or {@code tanh(gamma x v + coef0)} (SIGMOID), with {@code kernel_params = (gamma, coef0, degree)}. ONNX
 * SVMRegressor of ai.onnx.ml, version 1.
 */
public final class SVMRegressor extends MlOperator {
    public SVMRegressor() {
        super(
                "SVMRegressor",
                1,
                SupportVectors.declare(
                                Signature.builder().input("X", numbers("T")).output("Y", real()))
                        .attribute("n_supports", 0)
                        .attribute("one_class", 0));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(scores(call, 1));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(SVMRegressor::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value x = Features.matrix(f, call.input(0));
        long supports = attributes.integer("n_supports");
        List<Float> coefficients = Features.numbers(attributes, "coefficients");
        Value terms = supports > 0 ? SupportVectors.kernel(f, x, attributes, supports) : x;
        Value column = Features.constants(f, x, coefficients, coefficients.size(), 1);
        List<Float> rho = Features.numbers(attributes, "rho");
        Value sum = f.add(f.matmul(terms, column), rho.isEmpty() ? 0 : rho.getFirst());
        if (attributes.flag("one_class")) {
            Value positive = f.greater(sum, f.scalarLike(sum, 0));
            return List.of(f.where(positive, f.scalar(DType.FLOAT, 1), f.scalar(DType.FLOAT, -1)));
        }
        return List.of(PostTransform.result(f, attributes, sum));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return samples(1, (draw, features) -> {
            int supports = draw.integer(0, 3);
            return Attributes.of("n_supports", supports)
                    .with("kernel_type", draw.pick("LINEAR", "POLY", "RBF", "SIGMOID"))
                    .with("kernel_params", LinearModel.floats(0.5, 0.25, 2))
                    .with("coefficients", LinearModel.coefficients(draw, supports == 0 ? features : supports))
                    .with("support_vectors", LinearModel.coefficients(draw, supports * features))
                    .with("rho", LinearModel.floats(0.125))
                    .with("one_class", draw.chance(0.2) ? 1 : 0);
        });
    }
}
