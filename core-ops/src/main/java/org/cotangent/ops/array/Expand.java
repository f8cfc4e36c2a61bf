package org.cotangent.ops.array;

import java.util.Collections;
import java.util.List;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The tensor repeated to the shape that its own and {@code shape} broadcast to, by NumPy's rule; ONNX Expand, version
 * 13.
 */
public final class Expand extends OnnxOperator {
    public Expand() {
        super(
                "Expand",
                13,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .fixed("shape", Types.int64("S"))
                        .output("output", Types.basic("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        List<Dim> sizes = call.integers(1);
        Shape shape;
        if (sizes != null) {
            shape = data.broadcast(Shape.of(sizes));
        } else {
            int rank = ShapeInputs.length(call, 1);
            shape = rank < 0 ? Shape.unranked() : ShapeInputs.fresh(call, Math.max(rank, data.rank()));
        }
        List<Dim> elements = call.integers(0);
        if (elements != null && shape.isStatic() && shape.rank() <= 1) {
            int count = (int) shape.elements().size();
            call.known(0, elements.size() == count ? elements : Collections.nCopies(count, elements.getFirst()));
        }
        return List.of(call.input(0).with(shape));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Expand::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] from = call.input(0).shape().sizes();
        long[] to = call.output(0).shape().sizes();
        StridedCopy copy =
                new StridedCopy(call.input(0).dtype(), to, Strides.broadcast(from, to), 0, Strides.of(to), 0);
        return io -> copy.run(io.input(0), io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.sumTo(cotangents.getFirst(), at.input(0)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            Tensor data = draw.tensor(draw.broadcastableTo(shape), -2, 2);
            return Domain.Sample.of(Attributes.none(), data, Tensor.vector(shape));
        });
    }
}
