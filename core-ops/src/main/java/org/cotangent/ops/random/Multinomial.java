package org.cotangent.ops.random;

import java.util.List;
import org.cotangent.ops.internal.random.MultinomialKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * Draws {@code sample_size} outcomes for each row of the input, which holds unnormalised logarithms of the
 * probabilities of the outcomes 0, 1, 2 and so on: {@code [batch, classes]} to {@code [batch, sample_size]} of type
 * {@code dtype}, int32 by default. ONNX Multinomial, version 22.
 */
public final class Multinomial extends OnnxOperator {
    public Multinomial() {
        super(
                "Multinomial",
                22,
                Signature.builder()
                        .input("input", TypeVariable.of("T1", DType.floating()))
                        .output("output", TypeVariable.of("T2", DType.INT32, DType.INT64))
                        .attribute("dtype", DType.INT32.code())
                        .attribute("sample_size", 1)
                        .optionalAttribute("seed", new Attribute.OfFloat(0))
                        .random()
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape shape = call.shape(0);
        if (shape.rank() != 2 || shape.dim(1).is(0)) {
            throw new ShapeException("input must be of shape [batch, classes] with a class at least, not " + shape);
        }
        DType dtype = call.attributes().dtype("dtype");
        long samples = call.attributes().integer("sample_size");
        if ((dtype != DType.INT32 && dtype != DType.INT64) || samples < 0) {
            throw new AttributeException(
                    "dtype must be INT32 or INT64 and sample_size not negative, not " + dtype + " and " + samples);
        }
        return List.of(new TensorType(dtype, Shape.of(List.of(shape.dim(0), Dim.of(samples)))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(MultinomialKernel::new);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("outcomes are integers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("sample_size", draw.extent()).with("seed", (float) draw.integer(0, 9)),
                draw.tensor(draw.shape(2, 2), -2, 2)));
    }
}
