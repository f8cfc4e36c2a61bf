package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code (X - E[X]) / (sqrt(E[(X - E[X])^2]) + 1e-9)} with means over {@code axes}, by default 0, 2 and 3. Where all
 * elements are equal, the derivative of the root is taken as 0.
 *
 * <p>ONNX MeanVarianceNormalization, version 13.
 */
public final class MeanVarianceNormalization extends OnnxOperator {
    private static final double EPSILON = 1e-9;

    public MeanVarianceNormalization() {
        super(
                "MeanVarianceNormalization",
                13,
                Signatures.unary()
                        .attribute("axes", new Attribute.OfInts(List.of(0L, 2L, 3L)))
                        .build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        for (long axis : call.attributes().integers("axes")) {
            call.shape(0).axis(axis);
        }
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(MeanVarianceNormalization::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        long[] axes = call.attributes().integers("axes");
        Value centred = f.sub(x, f.reduceMean(x, true, axes));
        Value variance = f.reduceMean(f.square(centred), true, axes);
        Value zero = f.scalarLike(x, 0);
        Value positive = f.greater(variance, zero);
        Value root = f.where(positive, f.sqrt(f.where(positive, variance, f.scalarLike(x, 1))), zero);
        return List.of(f.div(centred, f.add(root, EPSILON)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = {draw.extent() + 2, draw.extent(), draw.extent(), draw.extent()};
            return Sample.of(
                    draw.chance(0.5) ? Attributes.none() : Attributes.of("axes", 0L, -1L), draw.distinct(shape, 0.3));
        });
    }
}
