package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** Several elementwise operators as one: made by a plan, after differentiation, never part of a user's graph. */
final class FusedPointwise implements Operator {
    private final List<Scalar> expressions;
    private final List<DType> inputs;
    private final List<DType> outputs;
    private final String parts;

    /** @param parts the names of the fused operators, for reports */
    FusedPointwise(List<Scalar> expressions, List<DType> inputs, List<DType> outputs, String parts) {
        this.expressions = List.copyOf(expressions);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.parts = parts;
    }

    @Override
    public OperatorId id() {
        return new OperatorId(OperatorId.COTANGENT, "Pointwise(" + parts + ")", 1);
    }

    @Override
    public Signature signature() {
        Signature.Builder ports = Signature.builder();
        for (int i = 0; i < inputs.size(); i++) {
            ports.input("input" + i, TypeVariable.of("T" + i, inputs.get(i)));
        }
        for (int i = 0; i < outputs.size(); i++) {
            ports.output("output" + i, TypeVariable.of("Out" + i, outputs.get(i)));
        }
        return ports.build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape shape = Shape.scalar();
        for (int i = 0; i < call.inputCount(); i++) {
            shape = shape.broadcast(call.shape(i));
        }
        Shape broadcast = shape;
        return outputs.stream().map(output -> new TensorType(output, broadcast)).toList();
    }

    @Override
    public Forward forward() {
        List<Forward.Expression> given = new ArrayList<>();
        expressions.forEach(expression -> given.add((attributes, dtype, arity) -> expression));
        return new Forward.Pointwise(given, null);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("it is made by a plan; differentiate the graph before it is planned");
    }
}
