package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.ops.internal.ml.MlOperator;
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
 * {@code Y = (X - offset) * scale}, with a number for each feature or one for all; ONNX Scaler of ai.onnx.ml, version
 * 1.
 */
public final class Scaler extends MlOperator {
    public Scaler() {
        super(
                "Scaler",
                1,
                Signature.builder()
                        .input("X", numbers("T"))
                        .output("Y", real())
                        .optionalAttribute("offset", FLOATS)
                        .optionalAttribute("scale", FLOATS));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        columns(call.shape(0));
        return List.of(call.input(0).with(DType.FLOAT));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(Scaler::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = Features.real(f, call.input(0));
        List<Float> offset = Features.numbers(call.attributes(), "offset");
        List<Float> scale = Features.numbers(call.attributes(), "scale");
        Value moved = offset.isEmpty() ? x : f.sub(x, Features.constants(f, x, offset, width(call, offset)));
        Value scaled = scale.isEmpty() ? moved : f.mul(moved, Features.constants(f, x, scale, width(call, scale)));
        return List.of(Features.result(f, scaled));
    }

    private static long width(Call call, List<Float> numbers) {
        return numbers.size() == 1 ? 1 : columns(call.shape(0)).size();
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return samples(1, (draw, features) -> {
            int width = draw.chance(0.3) ? 1 : features;
            return Attributes.none()
                    .with("offset", LinearModel.coefficients(draw, width))
                    .with("scale", LinearModel.coefficients(draw, width));
        });
    }
}
