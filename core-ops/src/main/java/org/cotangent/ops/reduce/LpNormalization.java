package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code input / norm} with the 1- or 2-norm ({@code p}) of the line along the axis {@code axis}; 0 where the norm is
 * 0.
 *
 * <p>ONNX LpNormalization, version 22.
 */
public final class LpNormalization extends OnnxOperator {
    public LpNormalization() {
        super(
                "LpNormalization",
                22,
                Signatures.unary("input", "output", DType.floating())
                        .attribute("axis", -1)
                        .attribute("p", 2)
                        .build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        long p = call.attributes().integer("p");
        if (p != 1 && p != 2) {
            throw new AttributeException("p must be 1 or 2, not " + p);
        }
        call.shape(0).axis(call.attributes().integer("axis"));
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(LpNormalization::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        String type = call.attributes().integer("p") == 1 ? "ReduceL1" : "ReduceL2";
        Value norm = f.reduce(type, call.input(0), true, call.attributes().integer("axis"));
        Value vanishes = f.equal(norm, f.scalarLike(norm, 0));
        Value quotient = f.div(call.input(0), f.where(vanishes, f.scalarLike(norm, 1), norm));
        return List.of(f.where(vanishes, f.scalarLike(norm, 0), quotient));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(1, 4);
                    int axis = draw.integer(0, shape.length - 1);
                    shape[axis]++;
                    Attributes attributes = Attributes.of("axis", axis - draw.pick(0, shape.length))
                            .with("p", draw.integer(1, 2));
                    return Sample.of(attributes, draw.away(shape, -2, 2, 0.1, 0));
                })
                .withKinks(Domain.Kink.of(
                        Sample.of(Attributes.of("p", 1L), Tensor.vector(1.0, 0.0)), Tensor.vector(0.0, 1.0)));
    }
}
