package org.cotangent.ops.sequence;

import java.util.List;
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
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.ValueType;

/**
 * The tensor at a position in [-n, n) of a sequence of n tensors; negative positions count from the back; ONNX
 * SequenceAt, version 11.
 */
public final class SequenceAt extends OnnxOperator {
    public SequenceAt() {
        super(
                "SequenceAt",
                11,
                Signature.builder()
                        .input("input_sequence", Sequences.type("T"))
                        .fixed("position", Types.index("I"))
                        .output("tensor", Types.classic("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(Sequences.member(call, Sequences.element(call, 0)));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> SequenceAt::run);
    }

    private static void run(Bindings io) {
        TensorSequence sequence = Sequences.sequence(io, 0);
        int length = sequence.length();
        io.deliver(0, sequence.get(Sequences.position(io, 1, length - 1, length, false)));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> alone(f, at, cotangents.getFirst()));
    }

    /** Zeros, but for the cotangent at its position. */
    private static Value alone(Formulas f, Point at, Value cotangent) {
        Value length = f.op("SequenceLength", at.input(0));
        Value place = Sequences.position(f, at.input(1), length, length);
        return f.op("SequenceInsert", f.op("SequenceErase", f.zerosLike(at.input(0)), place), cotangent, place);
    }
}
