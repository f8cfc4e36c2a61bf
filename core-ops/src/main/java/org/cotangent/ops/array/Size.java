package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/** The number of elements, as an int64 scalar; ONNX Size, version 25. */
public final class Size extends OnnxOperator {
    public Size() {
        super(
                "Size",
                25,
                Signature.builder()
                        .fixed("data", Types.any("T"))
                        .output("size", Types.int64("T1"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        call.known(0, List.of(call.shape(0).elements()));
        return List.of(TensorType.of(DType.INT64));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> io -> io.output(0).setLong(0, io.input(0).elements()));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("the number of elements does not change with the elements");
    }
}
