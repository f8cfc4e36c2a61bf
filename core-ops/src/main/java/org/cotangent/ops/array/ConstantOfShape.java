package org.cotangent.ops.array;

import java.util.Collections;
import java.util.List;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/** A tensor of the shape that {@code input} holds with {@code value} everywhere; ONNX ConstantOfShape, version 25. */
public final class ConstantOfShape extends OnnxOperator {
    public ConstantOfShape() {
        super(
                "ConstantOfShape",
                25,
                Signature.builder()
                        .fixed("input", Types.int64("T1"))
                        .output("output", Types.any("T2"))
                        .attribute("value", new Attribute.OfTensor(Tensor.allocate(DType.FLOAT, 1)))
                        .build());
    }

    private static Tensor value(Attributes attributes) {
        Tensor value = attributes.tensor("value");
        if (value.elements() != 1) {
            throw new AttributeException("attribute 'value' must have one element, not shape " + value.shape());
        }
        return value;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Tensor value = value(call.attributes());
        List<Dim> sizes = call.integers(0);
        int rank = ShapeInputs.length(call, 0);
        Shape shape = sizes != null ? Shape.of(sizes) : rank < 0 ? Shape.unranked() : ShapeInputs.fresh(call, rank);
        if (value.dtype().isInteger() && shape.isStatic() && shape.rank() <= 1) {
            int count = (int) shape.elements().size();
            call.known(0, Collections.nCopies(count, Dim.of(value.getLong(0))));
        }
        return List.of(new TensorType(value.dtype(), shape));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ConstantOfShape::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Tensor value = value(call.attributes());
        long elements = call.output(0).shape().elements().size();
        StridedCopy fill = new StridedCopy(value.dtype(), new long[] {elements}, new long[] {0}, 0, new long[] {1}, 0);
        return io -> fill.run(value, io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("the only input is a shape");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.none().with("value", draw.tensor(new long[] {1}, -2, 2)), Tensor.vector(draw.shape(0, 3))));
    }
}
