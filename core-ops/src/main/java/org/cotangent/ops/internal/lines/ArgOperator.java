package org.cotangent.ops.internal.lines;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** The index of an extreme element along one axis. */
public abstract class ArgOperator extends OnnxOperator {
    private final int sign;

    /** @param sign 1 for the largest, -1 for the smallest */
    protected ArgOperator(String type, int since, int sign) {
        super(type, since, ports(Types.numeric("T")));
        this.sign = sign;
    }

    private static Signature ports(TypeVariable t) {
        return Signature.builder()
                .input("data", t)
                .output("reduced", Types.int64("tensor(int64)"))
                .attribute("axis", 0)
                .attribute("keepdims", 1)
                .attribute("select_last_index", 0)
                .build();
    }

    @Override
    public final List<TensorType> infer(Inference call) {
        Shape shape = call.shape(0);
        int axis = shape.axis(call.attributes().integer("axis"));
        if (shape.dim(axis).is(0)) {
            throw new ShapeException("there is no extreme element along axis " + axis + " of size 0 of shape " + shape);
        }
        boolean keep = call.attributes().flag("keepdims");
        return List.of(new TensorType(DType.INT64, keep ? shape.with(axis, Dim.of(1)) : shape.without(axis)));
    }

    @Override
    public final Forward forward() {
        return new Forward.HostKernel(this::prepare);
    }

    private Kernel prepare(Preparation call) {
        TensorType data = call.input(0);
        AxisSplit split = AxisSplit.of(data.shape(), call.attributes().integer("axis"));
        boolean last = call.attributes().flag("select_last_index");
        boolean unsigned = data.dtype() == DType.UINT64;
        return data.dtype().isFloating()
                ? Lines.reals(
                        (line, at, n) -> line[at] = Extremes.find(line, at, n, sign, last), split, 1, call.parallel())
                : Lines.wholes(
                        (line, at, n) -> line[at] = Extremes.find(line, at, n, sign, last, unsigned),
                        split,
                        1,
                        call.parallel());
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Zero("indices have no tangent space");
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            Attributes attributes = Attributes.of("axis", draw.integer(-shape.length, shape.length - 1))
                    .with("keepdims", draw.integer(0, 1))
                    .with("select_last_index", draw.integer(0, 1));
            return Sample.of(attributes, draw.distinct(shape, 0.2));
        });
    }
}
