package org.cotangent.ops.ml;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.spi.AttributeException;
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
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The inputs [N, C_i] side by side, as float32. With {@code inputdimensions}, input i is cut or filled up with zeros to
 * that many columns. ONNX FeatureVectorizer of ai.onnx.ml, version 1.
 */
public final class FeatureVectorizer extends MlOperator {
    public FeatureVectorizer() {
        super(
                "FeatureVectorizer",
                1,
                Signature.builder()
                        .variadic("X", numbers("T1"))
                        .output("Y", real())
                        .optionalIntegers("inputdimensions"));
    }

    private static Dim width(Attributes attributes, int i, Shape shape) {
        long[] widths = attributes.integersOrNull("inputdimensions");
        if (widths == null) {
            return columns(shape);
        }
        if (i >= widths.length) {
            throw new AttributeException(
                    "inputdimensions holds " + widths.length + " numbers, but there are more inputs");
        }
        return Dim.of(widths[i]);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Dim rows = rows(call.shape(0));
        Dim total = Dim.of(0);
        for (int i = 0; i < call.inputCount(); i++) {
            rows = rows.broadcast(rows(call.shape(i)));
            total = total.plus(width(call.attributes(), i, call.shape(i)));
        }
        return List.of(new TensorType(DType.FLOAT, Shape.of(List.of(rows, total))));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(FeatureVectorizer::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        List<Value> parts = new ArrayList<>();
        for (int i = 0; i < call.inputs().size(); i++) {
            Value part = Features.result(f, Features.matrix(f, call.input(i)));
            Dim width = width(call.attributes(), i, part.shape());
            parts.add(width.equals(part.shape().dim(1)) ? part : fitted(f, part, width.size()));
        }
        return List.of(f.concat(1, parts));
    }

    private static Value fitted(Formulas f, Value part, long width) {
        long missing = width - part.shape().size(1);
        return f.op("Pad", part, f.constant(Tensor.vector(new long[] {0, 0, 0, missing})));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long rows = draw.extent();
            Tensor[] inputs = new Tensor[draw.integer(1, 3)];
            long[] widths = new long[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = draw.tensor(new long[] {rows, draw.extent()}, -2, 2);
                widths[i] = draw.extent();
            }
            return Domain.Sample.of(
                    draw.chance(0.5) ? Attributes.none() : Attributes.of("inputdimensions", widths), inputs);
        });
    }
}
