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
    private final DType output;
    private final String parts;

    /**
     * @param parts the names of the fused operators, for reports
     */
    FusedPointwise(Scalar expression, DType output, String parts) {
        this.expression = expression;
        this.output = output;
        this.parts = parts;
    }

    @Override
    public OperatorId id() {
        return new OperatorId(OperatorId.COTANGENT, "Pointwise(" + parts + ")", 1);
    }

    @Override
    public Signature signature() {
        return Signature.builder()
                .input("first", TypeVariable.of("First", DType.all()))
                .variadic("inputs", new TypeVariable("Any", DType.all()))
                .output("output", TypeVariable.of("Out", DType.all()))
                .build();
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
