package org.cotangent.ops.logic;

import java.util.List;
import org.cotangent.ops.internal.numbers.Casting;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.TensorType;

/**
 * Converts elements to the type of those of {@code target_type}, whose values do not matter, as {@link Cast} does.
 *
 * <p>ONNX CastLike, version 25.
 */
public final class CastLike extends OnnxOperator {
    public CastLike() {
        super(
                "CastLike",
                25,
                Casting.signature(
                        Signature.builder().input("input", Casting.any("T1")).fixed("target_type", Casting.any("T2"))));
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return Casting.infer(call, call.dtype(1));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                Casting::kernel,
                (f, call) -> List.of(
                        f.op("Cast", call.attributes().with("to", call.dtype(1).code()), call.input(0))));
    }

    @Override
    public Derivative derivative() {
        return Casting.derivative();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Sample.of(draw.tensor(draw.shape(0, 4), -2, 2), draw.tensor(draw.shape(0, 1), 0, 1)));
    }
}
