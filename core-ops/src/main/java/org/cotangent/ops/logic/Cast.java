package org.cotangent.ops.logic;

import java.util.List;
import org.cotangent.ops.internal.numbers.Casting;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * Converts elements to the type {@code to}.
 *
 * <p>Floats are rounded to the nearest, ties to even; on the way to integers they are truncated, and what is outside
 * the range of the integer type is undefined; integers keep their low bits. Everything but 0 becomes {@code true}. The
 * derivative is that of the identity between floating types; other types have no tangent space. Floats of four and
 * eight bits are rounded to the nearest, and those out of range become the largest number, or with {@code saturate = 0}
 * infinity or NaN; {@code round_mode} (up, down, nearest) is for float8e8m0. Strings hold decimal numbers.
 *
 * <p>ONNX Cast, version 25.
 */
public final class Cast extends OnnxOperator {
    public Cast() {
        super(
                "Cast",
                25,
                Casting.signature(
                        Signature.builder().input("input", Casting.any("T1")).optionalInteger("to")));
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return Casting.infer(call, call.attributes().dtype("to"));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Casting::kernel);
    }

    @Override
    public Derivative derivative() {
        return Casting.derivative();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw ->
                Sample.of(Attributes.of("to", (long) DType.DOUBLE.code()), draw.tensor(draw.shape(0, 4), -2, 2)));
    }
}
