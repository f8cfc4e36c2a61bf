package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.ValueType;

/** {@code y = x}, for tensors, sequences and optional values; ONNX Identity, version 25. */
public final class Identity extends OnnxOperator {
    public Identity() {
        super(
                "Identity",
                25,
                Signature.builder()
                        .input("input", Types.any("V").in(TypeVariable.Kind.ANY))
                        .output("output", Types.any("V").in(TypeVariable.Kind.ANY))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        List<Dim> elements = call.integers(0);
        if (elements != null) {
            call.known(0, elements);
        }
        return List.of(call.type(0));
    }

    @Override
    public Forward forward() {
        return new Forward.View();
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> cotangents.getFirst());
    }
}
