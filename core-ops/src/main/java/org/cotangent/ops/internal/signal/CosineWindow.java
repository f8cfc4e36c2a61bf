package org.cotangent.ops.internal.signal;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * A window {@code a - b cos(2 pi n / N) + c cos(4 pi n / N)} for n from 0 to size - 1, where N is the size or, unless
 * {@code periodic}, one less.
 *
 * <p>A window of one element that is not periodic is {@code a + b + c}. Elements are of {@code output_datatype}.
 */
public abstract class CosineWindow extends OnnxOperator {
    private final double a;
    private final double b;
    private final double c;

    protected CosineWindow(String type, double a, double b, double c) {
        super(
                type,
                17,
                Signature.builder()
                        .fixed("size", Types.index("T1"))
                        .output("output", Types.numeric("T2"))
                        .attribute("output_datatype", DType.FLOAT.code())
                        .attribute("periodic", 1)
                        .build());
        this.a = a;
        this.b = b;
        this.c = c;
    }

    @Override
    public final List<TensorType> infer(Inference call) {
        DType dtype = call.attributes().dtype("output_datatype");
        if (!DType.numeric().contains(dtype)) {
            throw new AttributeException("output_datatype must be one of numbers, not " + dtype);
        }
        Dim size = FourierShape.scalar(call, 0);
        if (size != null && size.isKnown() && size.size() < 0) {
            throw new ShapeException("a window cannot have " + size + " elements");
        }
        return List.of(new TensorType(dtype, Shape.of(List.of(size == null ? call.fresh("size") : size))));
    }

    @Override
    public final Forward forward() {
        return new Forward.Expansion(this::expand);
    }

    private List<Value> expand(Formulas f, Call call) {
        Value size = f.reshape(f.cast(call.input(0), DType.INT64));
        Value places = f.op("Range", f.scalar(DType.INT64, 0), size, f.scalar(DType.INT64, 1));
        Value period = f.add(f.cast(size, DType.DOUBLE), call.attributes().flag("periodic") ? 0 : -1);
        Value angle = f.mul(f.div(f.cast(places, DType.DOUBLE), period), 2 * Math.PI);
        Value defined = f.where(f.equal(period, f.scalarLike(period, 0)), f.scalarLike(period, Math.PI), angle);
        Value first = f.sub(a, f.mul(f.cos(defined), b));
        Value window = c == 0 ? first : f.add(first, f.mul(f.cos(f.mul(defined, 2)), c));
        return List.of(f.cast(window, call.attributes().dtype("output_datatype")));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Zero("a window depends on nothing but its size");
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of(
                                "output_datatype",
                                draw.pick(DType.FLOAT, DType.DOUBLE).code())
                        .with("periodic", draw.integer(0, 1)),
                Tensor.scalar((long) draw.integer(1, 9))));
    }
}
