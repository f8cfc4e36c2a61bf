package org.cotangent.ops.array;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.Cells;
import org.cotangent.ops.internal.OnnxOperator;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.ValueType;

/** The same bits as elements of another type of the same width; ONNX BitCast, version 26. */
public final class BitCast extends OnnxOperator {
    public BitCast() {
        super("BitCast", 26, signatureOf());
    }

    private static Signature signatureOf() {
        Set<DType> types = EnumSet.complementOf(EnumSet.of(DType.STRING));
        return Signature.builder()
                .input("input", TypeVariable.of("T1", types))
                .output("output", TypeVariable.of("T2", types))
                .optionalInteger("to")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        DType to = call.attributes().dtype("to");
        if (to == DType.STRING || to.bits() != call.dtype(0).bits()) {
            throw new TypeException("elements of " + call.dtype(0) + " have not the width of " + to);
        }
        return List.of(call.input(0).with(to));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> {
            Cells cells = Cells.of(call.input(0).dtype());
            return io -> cells.copy(io.input(0), 0, io.output(0), 0, io.input(0).elements());
        });
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("bit patterns are no numbers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("to", DType.UINT16.code()),
                draw.tensor(DType.INT16, draw.shape(0, 4), Short.MIN_VALUE, Short.MAX_VALUE)));
    }
}
