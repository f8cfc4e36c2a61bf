package org.cotangent.ops.text;

import java.util.List;
import org.cotangent.ops.internal.text.ConcatStrings;
import org.cotangent.ops.internal.text.TextOperator;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.ValueType;

/** {@code Z = X + Y} for strings, broadcasting; ONNX StringConcat, version 20. */
public final class StringConcat extends TextOperator {
    public StringConcat() {
        super("StringConcat", 20, ports(strings("T")));
    }

    private static Signature.Builder ports(TypeVariable t) {
        return Signature.builder().input("X", t).input("Y", t).output("Z", t);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(call.shape(0).broadcast(call.shape(1))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ConcatStrings::new);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 3);
            return Domain.Sample.of(
                    draw.words(draw.broadcastableTo(shape), "", "a", "über"),
                    draw.words(draw.broadcastableTo(shape), "", "b", "😀"));
        });
    }
}
