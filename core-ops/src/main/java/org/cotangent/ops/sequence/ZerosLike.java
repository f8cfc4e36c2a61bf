package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.ValueType;

/** A tensor, sequence or optional value of the type and sizes of the input that holds zeros. */
public final class ZerosLike extends OnnxOperator {
    public ZerosLike() {
        super(
                new OperatorId(OperatorId.COTANGENT, "ZerosLike", 1),
                Signature.builder()
                        .input("input", Types.numeric("V").in(TypeVariable.Kind.ANY))
                        .output("output", Types.numeric("V").in(TypeVariable.Kind.ANY))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.type(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) ->
                List.of(Bodies.lifted(f, "zeros", List.of(call.input(0)), (g, x) -> g.zerosLike(x.getFirst()))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("zeros do not change");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(draw.tensor(draw.shape(0, 3), -2, 2)));
    }
}
