package org.cotangent.engine.plan;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** Stands for a copy between the host and a device in a plan; never part of a user's graph. */
enum TransferOperator implements Operator {
    TO_DEVICE("ToDevice"),
    TO_HOST("ToHost");

    private final String type;

    TransferOperator(String type) {
        this.type = type;
    }

    @Override
    public OperatorId id() {
        return new OperatorId(OperatorId.COTANGENT, type, 1);
    }

    @Override
    public Signature signature() {
        TypeVariable any = TypeVariable.of("T", DType.values());
        return Signature.builder().input("input", any).output("output", any).build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> io -> io.output(0).copyFrom(io.input(0)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("it is made by a plan; differentiate the graph before it is planned");
    }
}
