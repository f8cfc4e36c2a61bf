package org.cotangent.engine.plan;

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
    private final Scalar expression;
    private final List<DType> inputs;
    private final DType output;
    private final String parts;

    /**
     * @param parts the names of the fused operators, for reports
     */
    FusedPointwise(Scalar expression, List<DType> inputs, DType output, String parts) {
        this.expression = expression;
        this.inputs = List.copyOf(inputs);
        this.output = output;
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
        return ports.output("output", TypeVariable.of("Out", output)).build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape shape = Shape.scalar();
        for (int i = 0; i < call.inputCount(); i++) {
            shape = shape.broadcast(call.shape(i));
        }
        return List.of(new TensorType(output, shape));
    }

    @Override
    public Forward forward() {
        return Forward.pointwise(expression);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("it is made by a plan; differentiate the graph before it is planned");
    }
}
