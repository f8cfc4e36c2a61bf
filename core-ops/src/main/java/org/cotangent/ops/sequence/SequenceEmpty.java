package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.control.Sequences;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.ValueType;

/** The sequence without tensors, of element type {@code dtype}; ONNX SequenceEmpty, version 11. */
public final class SequenceEmpty extends OnnxOperator {
    public SequenceEmpty() {
        super(
                "SequenceEmpty",
                11,
                Signature.builder()
                        .output("output", Sequences.type("S"))
                        .attribute("dtype", DType.FLOAT.code())
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(SequenceType.empty(call.attributes().dtype("dtype")));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            TensorSequence empty = TensorSequence.empty(call.attributes().dtype("dtype"));
            return io -> io.deliver(0, empty);
        });
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("there is no input");
    }
}
