package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * An operator on values that are no tensors, in a frame of others that make its inputs of tensors and tensors of its
 * outputs. The whole is an operator on tensors, which the laws can be checked for.
 *
 * @param inner the operator that is tested
 * @param operators where those of the frame are found
 * @param signature of the whole
 * @param frame writes the whole
 * @param domain calls of the whole
 */
public record Framed(Operator inner, OperatorLookup operators, Signature signature, Forward.Body frame, Domain domain)
        implements Operator {
    private record Whole(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}

    @Override
    public OperatorId id() {
        return new OperatorId(
                "org.cotangent.testkit",
                "Framed" + inner.id().type(),
                inner.id().since());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        GraphBuilder builder = new GraphBuilder("frame", operators);
        List<@Nullable Value> inputs = new ArrayList<>();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < call.inputCount(); i++) {
            ValueType type = call.find(i);
            Tensor constant = call.constant(i);
            if (type != null) {
                type.substitute(symbol -> {
                    given.add(symbol);
                    return null;
                });
            }
            inputs.add(
                    type == null
                            ? null
                            : constant != null
                                    ? builder.initializer("input" + i, constant)
                                    : builder.input("input" + i, type));
        }
        Whole whole = new Whole(call.attributes(), inputs, call.outputCount());
        return frame.expand(new Formulas(builder), whole).stream()
                .map(value -> value.type().substitute(symbol -> given.contains(symbol) ? null : call.fresh("framed")))
                .toList();
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(frame);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }
}
