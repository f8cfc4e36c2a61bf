package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
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
import org.cotangent.spi.tensor.ValueType;

/**
 * The slices across {@code axis} (without it: the elements) whose {@code condition} is true; those beyond the end of
 * the condition are left out; ONNX Compress, version 11.
 */
public final class Compress extends OnnxOperator {
    public Compress() {
        super(
                "Compress",
                11,
                Signature.builder()
                        .input("input", Types.classic("T"))
                        .fixed("condition", Types.bool("T1"))
                        .output("output", Types.classic("T"))
                        .optionalInteger("axis")
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Dim count = call.fresh("selected");
        if (!call.attributes().has("axis")) {
            return List.of(call.input(0).with(Shape.of(List.of(count))));
        }
        Shape data = call.shape(0);
        return List.of(call.input(0).with(data.with(data.axis(call.attributes().integer("axis")), count)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(Compress::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value places = f.reshape(f.op("NonZero", call.input(1)), -1);
        return call.attributes().has("axis")
                ? List.of(
                        f.gather(call.input(0), places, (int) call.attributes().integer("axis")))
                : List.of(f.gather(f.reshape(call.input(0), -1), places, 0));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 3);
            int axis = draw.integer(0, shape.length - 1);
            boolean flat = draw.chance(0.3);
            Tensor data = draw.tensor(shape, -2, 2);
            long limit = flat ? data.elements() : shape[axis];
            Tensor condition = draw.tensor(DType.BOOL, new long[] {draw.integer(1, (int) limit)}, 0, 1);
            return Domain.Sample.of(flat ? Attributes.none() : Attributes.of("axis", axis), data, condition);
        });
    }
}
