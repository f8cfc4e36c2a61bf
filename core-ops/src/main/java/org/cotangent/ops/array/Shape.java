package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The sizes of the axes from {@code start} up to, not including, {@code end}, as an int64 vector; ONNX Shape, version
 * 25.
 *
 * <p>Both count from the back if negative and are clamped to the axes there are.
 */
public final class Shape extends OnnxOperator {
    public Shape() {
        super(
                "Shape",
                25,
                Signature.builder()
                        .fixed("data", Types.any("T"))
                        .output("shape", Types.int64("T1"))
                        .attribute("start", 0)
                        .optionalInteger("end")
                        .build());
    }

    private static int clamp(long axis, int rank) {
        return (int) Math.clamp(axis < 0 ? axis + rank : axis, 0L, (long) rank);
    }

    private static int start(Attributes attributes, int rank) {
        return clamp(attributes.integer("start"), rank);
    }

    private static int end(Attributes attributes, int rank) {
        return Math.max(start(attributes, rank), clamp(attributes.integer("end", rank), rank));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        List<Dim> dims = call.shape(0).dims();
        List<Dim> sizes = dims.subList(start(call.attributes(), dims.size()), end(call.attributes(), dims.size()));
        call.known(0, sizes);
        return List.of(TensorType.of(DType.INT64, sizes.size()));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Shape::prepare);
    }

    private static Kernel prepare(Preparation call) {
        int rank = call.input(0).shape().rank();
        int start = start(call.attributes(), rank);
        int end = end(call.attributes(), rank);
        return io -> {
            Tensor data = io.input(0);
            for (int axis = start; axis < end; axis++) {
                io.output(0).setLong(axis - start, data.size(axis));
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("sizes do not change with the elements");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("start", draw.integer(-5, 5)).with("end", draw.integer(-5, 5)),
                draw.tensor(draw.shape(0, 4), -2, 2)));
    }
}
