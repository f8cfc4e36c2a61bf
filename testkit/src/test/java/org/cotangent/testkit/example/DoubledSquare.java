package org.cotangent.testkit.example;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.TensorType;

/** x squared with twice its derivative: an operator that anybody can make, and that is wrong. */
public final class DoubledSquare implements Operator {
    private final TestOperator operator =
            TestOperator.square(new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), 4)));

    @Override
    public OperatorId id() {
        return new OperatorId("org.cotangent.example", "DoubledSquare", 1);
    }

    @Override
    public Signature signature() {
        return operator.signature();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return operator.infer(call);
    }

    @Override
    public Forward forward() {
        return operator.forward();
    }

    @Override
    public Derivative derivative() {
        return operator.derivative();
    }

    @Override
    public Domain domain() {
        return operator.domain();
    }
}
