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

/** A call with what is done to its operands and its result: made by a plan, never part of a user's graph. */
final class CompositeOperator implements Operator {
    private final Forward.Composite composite;
    private final List<DType> inputs;
    private final TensorType output;

    /**
     * A composite for operands of known types.
     *
     * @param inputs element types of all inputs
     * @param output the type of the result as it is stored
     */
    CompositeOperator(Forward.Composite composite, List<DType> inputs, TensorType output) {
        this.composite = composite;
        this.inputs = List.copyOf(inputs);
        this.output = output;
    }

    Forward.Composite composite() {
        return composite;
    }

    @Override
    public OperatorId id() {
        StringBuilder name = new StringBuilder(composite.operator().id().type());
        composite.inputs().forEach(order -> name.append(order.isNatural() ? "" : order.axes()));
        if (!composite.output().isNatural()) {
            name.append("->").append(composite.output().axes());
        }
        if (composite.epilogue() != null) {
            name.append(" then elementwise");
        }
        return new OperatorId(OperatorId.COTANGENT, "Composite(" + name + ")", 1);
    }

    @Override
    public Signature signature() {
        Signature.Builder ports = Signature.builder();
        for (int i = 0; i < inputs.size(); i++) {
            ports.input("input" + i, TypeVariable.of("T" + i, inputs.get(i)));
        }
        return ports.output("output", TypeVariable.of("Out", output.dtype())).build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(output);
    }

    @Override
    public Forward forward() {
        return composite;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("it is made by a plan; differentiate the graph before it is planned");
    }
}
