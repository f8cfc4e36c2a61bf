package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
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
import org.cotangent.spi.tensor.ValueType;

/**
 * The elements of {@code X} at the indices {@code Y}, of any shape, along the last axis: [..., C] to [..., n], and [C]
 * to [1, n]. ONNX ArrayFeatureExtractor of ai.onnx.ml, version 1.
 */
public final class ArrayFeatureExtractor extends MlOperator {
    public ArrayFeatureExtractor() {
        super(
                "ArrayFeatureExtractor",
                1,
                ports(TypeVariable.of("T", DType.FLOAT, DType.DOUBLE, DType.INT64, DType.INT32, DType.STRING)));
    }

    private static Signature.Builder ports(TypeVariable t) {
        return Signature.builder().input("X", t).fixed("Y", Types.int64("I")).output("Z", t);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Dim count = call.shape(1).elements();
        if (columns(x).is(0) && !count.is(0)) {
            throw new ShapeException("X of shape " + x + " has no features to extract");
        }
        return List.of(
                call.input(0).with(x.rank() == 1 ? Shape.of(List.of(Dim.of(1), count)) : x.with(x.axis(-1), count)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(ArrayFeatureExtractor::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Value found = f.gather(x, f.reshape(call.input(1), -1), x.shape().axis(-1));
        return List.of(x.shape().rank() == 1 ? f.unsqueeze(found, 0) : found);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 3);
            return Domain.Sample.of(
                    draw.tensor(shape, -2, 2), draw.indices(draw.shape(1, 2), 0, shape[shape.length - 1]));
        });
    }
}
