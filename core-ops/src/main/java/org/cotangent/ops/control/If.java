package org.cotangent.ops.control;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.control.ControlOperator;
import org.cotangent.ops.internal.control.SampleBodies;
import org.cotangent.ops.internal.control.derivative.BranchDerivative;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The outputs of {@code then_branch} if the condition, one bool, holds, else those of {@code else_branch}; ONNX If,
 * version 25.
 *
 * <p>The inputs after the condition are what the branches capture; both take all of them. Where the branches give
 * tensors of different sizes, the sizes are known when it runs. A branch that does not fit the types of what it
 * captures is an error only if it runs.
 */
public final class If extends ControlOperator {
    private static final String THEN = "then_branch";
    private static final String ELSE = "else_branch";

    public If() {
        super(
                "If",
                25,
                Signature.builder()
                        .fixed("cond", Types.bool("B"))
                        .variadic("captures", anything("C"))
                        .variadicOutput("outputs", anything("V"))
                        .graph(THEN)
                        .graph(ELSE)
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        List<ValueType> captures = types(call, 1);
        Tensor condition = call.constant(0);
        if (condition != null && condition.elements() == 1) {
            String branch = truth(condition) ? THEN : ELSE;
            call.becomes(branch);
            return call.body(branch, captures);
        }
        List<ValueType> then = null;
        CotangentException refusal = null;
        try {
            then = call.body(THEN, captures);
        } catch (CotangentException e) {
            refusal = e;
        }
        try {
            List<ValueType> otherwise = call.body(ELSE, captures);
            return then == null ? otherwise : joined(call, then, otherwise);
        } catch (CotangentException e) {
            if (then == null) {
                throw refusal == null ? e : refusal;
            }
            return then;
        }
    }

    private static List<ValueType> joined(Inference call, List<ValueType> then, List<ValueType> otherwise) {
        if (then.size() != otherwise.size()) {
            throw new GraphException("the branches have " + then.size() + " and " + otherwise.size() + " outputs");
        }
        List<ValueType> types = new ArrayList<>();
        for (int i = 0; i < then.size(); i++) {
            types.add(then.get(i).join(otherwise.get(i), call::fresh));
        }
        return types;
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(Branches::new);
    }

    private static final class Branches implements Kernel {
        private final Subgraph then;
        private final Subgraph otherwise;
        private final int inputs;
        private final int outputs;

        Branches(Preparation call) {
            then = call.subgraph(THEN);
            otherwise = call.subgraph(ELSE);
            inputs = call.inputCount();
            outputs = call.outputCount();
        }

        @Override
        public void run(Bindings io) {
            Subgraph branch = truth(io.value(0)) ? then : otherwise;
            deliver(
                    io,
                    branch.run(values(io, 1, inputs), memory(io, outputs), io.random())
                            .subList(0, outputs));
        }

        @Override
        public void close() {
            then.close();
            otherwise.close();
        }
    }

    @Override
    public Derivative derivative() {
        return new BranchDerivative(List.of(THEN, ELSE)).rules();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Tensor x = draw.tensor(draw.shape(0, 3), -2, 2);
            Tensor y = draw.tensor(x.sizes(), -2, 2);
            Attributes branches = Attributes.none()
                    .with(THEN, SampleBodies.of(2, (f, in) -> then(f, in.get(0), in.get(1)), x.type(), y.type()))
                    .with(ELSE, SampleBodies.of(2, (f, in) -> List.of(in.get(1), in.get(1)), x.type(), y.type()));
            Tensor condition = Tensor.of(new boolean[] {draw.chance(0.7)});
            return Domain.Sample.of(branches, condition, x, y).withOutputs(2);
        });
    }

    private static List<Value> then(Formulas f, Value x, Value y) {
        return List.of(f.mul(x, f.add(x, y)), f.sub(f.mul(x, y), f.mul(y, f.mul(y, y))));
    }
}
