package org.cotangent.cpu.onednn;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.ValueType;

/** An operator of which only the name counts. */
record NamedOperator(OperatorId id) implements Operator {

    @Override
    public Signature signature() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Forward forward() {
        return new Forward.View();
    }

    @Override
    public Derivative derivative() {
        throw new UnsupportedOperationException();
    }
}
