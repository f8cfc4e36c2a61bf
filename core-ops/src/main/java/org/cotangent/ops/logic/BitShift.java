package org.cotangent.ops.logic;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * The bits of {@code X} moved by {@code Y} places in the {@code direction} LEFT or RIGHT, zeros moving in,
 * broadcasting.
 *
 * <p>ONNX BitShift, version 11.
 */
public final class BitShift extends ElementwiseOperator {
    public BitShift() {
        super("BitShift", 11, ports());
    }

    private static Signature.Builder ports() {
        TypeVariable t = TypeVariable.of("T", DType.UINT8, DType.UINT16, DType.UINT32, DType.UINT64);
        return Signature.builder()
                .input("X", t)
                .input("Y", t)
                .output("Z", t)
                .optionalAttribute("direction", new Attribute.OfString("LEFT"));
    }

    @Override
    public List<TensorType> infer(Inference call) {
        String direction = call.attributes().text("direction");
        if (!Set.of("LEFT", "RIGHT").contains(direction)) {
            throw new AttributeException("direction must be LEFT or RIGHT, not '" + direction + "'");
        }
        return super.infer(call);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        boolean left = attributes.text("direction").equals("LEFT");
        return Scalar.input(0).apply(left ? BinaryFunction.SHIFT_LEFT : BinaryFunction.SHIFT_RIGHT, Scalar.input(1));
    }

    @Override
    public Derivative derivative() {
        return discrete();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            return Sample.of(
                    Attributes.of("direction", draw.pick("LEFT", "RIGHT")),
                    draw.tensor(DType.UINT8, draw.broadcastableTo(shape), 0, 256),
                    draw.tensor(DType.UINT8, draw.broadcastableTo(shape), 0, 9));
        });
    }
}
