package org.cotangent.ops.sequence;

import java.util.List;
import java.util.Set;
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

/**
 * The sum of two tensors, sequences or optional values of the same type and sizes: sequences are added tensor by
 * tensor, optional values if they hold anything.
 */
public final class AddValues extends OnnxOperator {
    public AddValues() {
        super(
                new OperatorId(OperatorId.COTANGENT, "AddValues", 1),
                Signature.builder()
                        .input("A", Types.numeric("V").in(TypeVariable.Kind.ANY))
                        .input("B", Types.numeric("V").in(TypeVariable.Kind.ANY))
                        .output("C", Types.numeric("V").in(TypeVariable.Kind.ANY))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.type(0).join(call.type(1), call::fresh));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(
                Bodies.lifted(f, "add", List.of(call.input(0), call.input(1)), (g, x) -> g.add(x.get(0), x.get(1)))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0, 1)), (f, at, k, cotangents) -> cotangents.getFirst());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 3);
            return Domain.Sample.of(draw.tensor(shape, -2, 2), draw.tensor(shape, -2, 2));
        });
    }
}
