package org.cotangent.ops.array;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
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

/**
 * A matrix of the shape of the input with ones on the {@code k}-th diagonal and zeros elsewhere, of type {@code dtype}
 * or that of the input; ONNX EyeLike, version 22.
 */
public final class EyeLike extends OnnxOperator {
    public EyeLike() {
        super(
                "EyeLike",
                22,
                Signature.builder()
                        .fixed("input", TypeVariable.of("T1", types()))
                        .output("output", TypeVariable.of("T2", types()))
                        .optionalInteger("dtype")
                        .attribute("k", 0)
                        .build());
    }

    private static Set<DType> types() {
        Set<DType> types = EnumSet.copyOf(DType.numeric());
        types.add(DType.BOOL);
        return types;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        if (call.shape(0).rank() != 2) {
            throw new ShapeException("input " + call.shape(0) + " must have two axes");
        }
        Attributes attributes = call.attributes();
        return List.of(attributes.has("dtype") ? call.input(0).with(attributes.dtype("dtype")) : call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(EyeLike::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long rows = call.output(0).shape().size(0);
        long columns = call.output(0).shape().size(1);
        long k = call.attributes().integer("k");
        long first = Math.max(0, -k);
        long last = Math.min(rows, columns - k);
        DType dtype = call.output(0).dtype();
        Cells cells = Cells.of(dtype);
        Tensor zero = Tensor.allocate(dtype);
        Tensor one = Tensor.full(dtype, 1);
        return io -> {
            cells.copy(zero, 0, 0, io.output(0), 0, 1, rows * columns);
            if (last > first) {
                cells.copy(one, 0, 0, io.output(0), first * columns + first + k, columns + 1, last - first);
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("only the shape of the input matters");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("k", draw.integer(-3, 3)).with("dtype", (long) DType.DOUBLE.code()),
                draw.tensor(draw.shape(2, 2), -2, 2)));
    }
}
