package org.cotangent.ops.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.control.Sequences;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.ValueType;

/** The sequence of the inputs, at least one; ONNX SequenceConstruct, version 11. */
public final class SequenceConstruct extends OnnxOperator {
    public SequenceConstruct() {
        super(
                "SequenceConstruct",
                11,
                Signature.builder()
                        .variadic("inputs", Types.classic("T"))
                        .output("output_sequence", Sequences.type("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        if (call.inputCount() == 0) {
            throw new TypeException(
                    "a sequence is constructed of at least one tensor; SequenceEmpty gives the empty one");
        }
        ValueType type = new SequenceType(call.input(0));
        for (int i = 1; i < call.inputCount(); i++) {
            type = type.join(new SequenceType(call.input(i)), call::fresh);
        }
        return List.of(type);
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            int count = call.inputCount();
            return io -> io.deliver(0, construct(io, count));
        });
    }

    private static TensorSequence construct(Bindings io, int count) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tensors.add(io.input(i).copy());
        }
        return TensorSequence.of(tensors.getFirst().dtype(), tensors);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(
                List.of(Set.of(0)), (f, at, k, cotangents) -> f.op("SequenceAt", cotangents.getFirst(), place(f, k)));
    }

    private static Value place(Formulas f, int k) {
        return f.constant(Tensor.scalar((long) k));
    }
}
