package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.ml.PostTransform;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = t(X W^T + b)} for features [N, C], with a row of {@code coefficients} for each of the {@code targets}, one
 * of the {@code intercepts}, and the transform {@code post_transform} of scores. ONNX LinearRegressor of ai.onnx.ml,
 * version 1.
 */
public final class LinearRegressor extends MlOperator {
    public LinearRegressor() {
        super(
                "LinearRegressor",
                1,
                Signature.builder()
                        .input("X", numbers("T"))
                        .output("Y", real())
                        .optionalAttribute("coefficients", FLOATS)
                        .optionalAttribute("intercepts", FLOATS)
                        .attribute("post_transform", "NONE")
                        .attribute("targets", 1));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(scores(call, call.attributes().integer("targets")));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(LinearRegressor::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value scores = LinearModel.scores(f, call, call.attributes().integer("targets"));
        return List.of(PostTransform.result(f, call.attributes(), scores));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return samples(1, (draw, features) -> {
            int targets = draw.extent();
            Attributes attributes = Attributes.of("targets", targets)
                    .with("coefficients", LinearModel.coefficients(draw, targets * features))
                    .with("post_transform", draw.pick("NONE", "SOFTMAX", "LOGISTIC"));
            Attribute intercepts = LinearModel.coefficients(draw, targets);
            return draw.chance(0.3) ? attributes : attributes.with("intercepts", intercepts);
        });
    }
}
