package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.control.Sequences;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/** The number of tensors of a sequence, an int64 scalar; ONNX SequenceLength, version 11. */
public final class SequenceLength extends OnnxOperator {
    public SequenceLength() {
        super(
                "SequenceLength",
                11,
                Signature.builder()
                        .input("input_sequence", Sequences.type("S"))
                        .output("length", Types.int64("I"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Sequences.element(call, 0);
        call.known(0, List.of(call.fresh("length")));
        return List.of(TensorType.of(DType.INT64));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> io ->
                io.deliver(0, Tensor.scalar((long) Sequences.sequence(io, 0).length())));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("a number of tensors does not change with their elements");
    }
}
