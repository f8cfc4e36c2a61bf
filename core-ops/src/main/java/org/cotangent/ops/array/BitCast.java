package org.cotangent.ops.array;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
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
        return new Derivative.Missing("how a number changes with the number whose bit pattern it shares");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            Tensor reals = draw.tensor(shape, -2, 2);
            Tensor patterns = Tensor.wrap(DType.INT64, shape, reals.segment());
            return draw.pick(
                    to(DType.UINT16, draw.tensor(DType.INT16, shape, Short.MIN_VALUE, Short.MAX_VALUE)),
                    to(DType.INT64, reals),
                    to(DType.DOUBLE, patterns),
                    to(DType.DOUBLE, reals));
        });
    }

    private static Domain.Sample to(DType type, Tensor input) {
        return Domain.Sample.of(Attributes.of("to", type.code()), input);
    }
}
