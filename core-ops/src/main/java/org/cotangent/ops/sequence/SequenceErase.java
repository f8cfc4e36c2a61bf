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
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.ValueType;

/** The sequence without the tensor at a position in [-n, n), by default the last; ONNX SequenceErase, version 11. */
public final class SequenceErase extends OnnxOperator {
    public SequenceErase() {
        super(
                "SequenceErase",
                11,
                Signature.builder()
                        .input("input_sequence", Sequences.type("S"))
                        .optionalFixed("position", Types.index("I"))
                        .output("output_sequence", Sequences.type("S"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(new SequenceType(Sequences.element(call, 0)));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> SequenceErase::run);
    }

    private static void run(Bindings io) {
        TensorSequence sequence = Sequences.sequence(io, 0);
        int length = sequence.length();
        int place = Sequences.position(io, 1, length - 1, length, false);
        io.deliver(0, Sequences.changed(sequence, tensors -> tensors.remove(place)));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> restored(f, at, cotangents.getFirst()));
    }

    /** The cotangent with zeros put in where the tensor was. */
    private static Value restored(Formulas f, Point at, Value cotangent) {
        Value shorter = f.op("SequenceLength", cotangent);
        Value length = f.op("SequenceLength", at.input(0));
        Value place = Sequences.position(f, Sequences.optional(at, 1), shorter, length);
        return f.op("SequenceInsert", cotangent, f.zerosLike(f.op("SequenceAt", at.input(0), place)), place);
    }
}
