package org.cotangent.ops.sequence;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.ops.internal.control.Sequences;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The sequence with a tensor put in before a position in [-n, n], by default behind the last; ONNX SequenceInsert,
 * version 11.
 */
public final class SequenceInsert extends OnnxOperator {
    public SequenceInsert() {
        super(
                "SequenceInsert",
                11,
                Signature.builder()
                        .input("input_sequence", Sequences.type("T"))
                        .input("tensor", Types.classic("T"))
                        .optionalFixed("position", Types.index("I"))
                        .output("output_sequence", Sequences.type("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        TensorType element = Sequences.element(call, 0);
        ValueType sequence = Objects.requireNonNullElse(call.find(0), new SequenceType(element));
        return List.of(sequence.join(new SequenceType(call.input(1)), call::fresh));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> SequenceInsert::run);
    }

    private static void run(Bindings io) {
        TensorSequence sequence = Sequences.sequence(io, 0);
        int length = sequence.length();
        int place = Sequences.position(io, 2, length, length, true);
        Tensor tensor = io.input(1).copy();
        io.deliver(0, Sequences.changed(sequence, tensors -> tensors.add(place, tensor)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(
                List.of(Set.of(0, 1)), (f, at, k, cotangents) -> part(f, at, k, cotangents.getFirst()));
    }

    private static Value part(Formulas f, Point at, int k, Value cotangent) {
        Value length = f.sub(f.op("SequenceLength", cotangent), f.scalar(DType.INT64, 1));
        Value place = Sequences.position(f, Sequences.optional(at, 2), length, length);
        return f.op(k == 0 ? "SequenceErase" : "SequenceAt", cotangent, place);
    }
}
