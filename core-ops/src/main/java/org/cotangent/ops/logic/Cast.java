package org.cotangent.ops.logic;

import java.util.List;
import org.cotangent.ops.internal.Casting;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.TensorType;

/**
 * Converts elements to the type {@code to}.
 *
 * <p>Floats are rounded to the nearest, ties to even; on the way to integers they are truncated, and what is outside
 * the range of the integer type is undefined; integers keep their low bits. Everything but 0 becomes {@code true}. The
 * derivative is that of the identity between floating types; other types have no tangent space.
 *
 * <p>ONNX Cast, version 25.
 */
public final class Cast implements Operator {
    @Override
    public OperatorId id() {
        return new OperatorId("", "Cast", 25);
    }

    @Override
    public Signature signature() {
        return Casting.attributes(Signature.builder()
                        .input("input", TypeVariable.of("T1", Casting.types()))
                        .output("output", TypeVariable.of("T2", Casting.types()))
                        .optionalAttribute("to", new Attribute.OfInt(DType.FLOAT.code())))
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        TensorType type = call.input(0).with(call.attributes().dtype("to"));
        List<Dim> elements = call.integers(0);
        if (elements != null && type.dtype() == DType.INT64) {
            call.known(0, elements);
        }
        return List.of(type);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Casting::kernel);
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.cast(cotangents.getFirst(), at.dtype(0)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Sample.of(
                Attributes.of("to", (long) DType.DOUBLE.code()), draw.tensor(draw.shape(0, 4), -2, 2)));
    }
}
