package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Local response normalisation: {@code Y = X / (bias + alpha / size * s)^beta}, where s is the sum of the squares of
 * the {@code size} channels around that of the element: {@code floor((size - 1) / 2)} before it, the rest behind it.
 *
 * <p>X is [N, C, sizes...]; the base must be positive. ONNX LRN, version 13.
 */
public final class LRN extends OnnxOperator {
    public LRN() {
        super("LRN", 13, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("X", t)
                .output("Y", t)
                .attribute("alpha", 1e-4f)
                .attribute("beta", 0.75f)
                .attribute("bias", 1f)
                .optionalInteger("size")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        if (call.shape(0).rank() < 2) {
            throw new ShapeException("X must have axes for batch and channels, not shape " + call.shape(0));
        }
        if (call.attributes().integer("size") < 1) {
            throw new AttributeException("size is " + call.attributes().integer("size") + "; it must be positive");
        }
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(LRN::expand);
    }

    /** The sum over channels is a convolution with a column of ones over [N, 1, C, rest]. */
    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Attributes attributes = call.attributes();
        Shape shape = x.shape();
        if (shape.elements().is(0)) {
            return List.of(f.op("Identity", x));
        }
        long size = attributes.integer("size");
        long before = (size - 1) / 2;
        Shape image = Shape.of(List.of(shape.dim(0), Dim.of(1), shape.dim(1), shape.elements(2, shape.rank())));
        Value sum = f.op(
                "Conv",
                Attributes.of("pads", before, 0, size - 1 - before, 0),
                f.reshape(f.square(x), image),
                f.constant(Tensor.full(x.dtype(), 1, 1, 1, size, 1)));
        Value base = f.add(f.mul(f.reshapeLike(sum, x), attributes.real("alpha") / size), attributes.real("bias"));
        return List.of(f.mul(x, f.pow(base, -attributes.real("beta"))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("size", draw.integer(1, 4))
                        .with("alpha", 0.5f)
                        .with("beta", draw.pick(0.75f, 0.5f))
                        .with("bias", draw.pick(1f, 2f)),
                draw.tensor(draw.shape(3, 4), -2, 2)));
    }
}
