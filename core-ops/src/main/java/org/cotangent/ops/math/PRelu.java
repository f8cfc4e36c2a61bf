package org.cotangent.ops.math;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code Y = X} from 0 on, {@code slope X} below; {@code slope} broadcasts to {@code X}. The derivative at 0 is 1.
 *
 * <p>ONNX PRelu, version 16.
 */
public final class PRelu extends ElementwiseOperator {
    public PRelu() {
        super("PRelu", 16, ports());
    }

    private static Signature.Builder ports() {
        Set<DType> types = DType.floating();
        types.addAll(EnumSet.of(DType.INT32, DType.INT64, DType.UINT32, DType.UINT64));
        TypeVariable t = TypeVariable.of("T", types);
        return Signature.builder().input("X", t).parameter("slope", t).output("Y", t);
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape both = x.broadcast(call.shape(1));
        if (both.isRanked() && (both.rank() != x.rank() || (x.isStatic() && !both.equals(x)))) {
            throw new ShapeException("slope " + call.shape(1) + " does not broadcast to X " + x);
        }
        return List.of(call.input(0));
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        Scalar x = Scalar.input(0);
        return Scalar.select(x.less(Scalar.constant(0)), x.times(Scalar.input(1)), x);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise(PRelu::partial);
    }

    private static Value partial(Formulas f, Point at, int k) {
        Value x = at.input(0);
        Value negative = f.less(x, f.scalarLike(x, 0));
        return k == 0 ? f.where(negative, at.input(1), f.scalarLike(x, 1)) : f.where(negative, x, f.scalarLike(x, 0));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(0, 4);
                    return Sample.of(draw.away(shape, -2, 2, 0.05, 0), draw.tensor(draw.broadcastableTo(shape), -1, 2));
                })
                .withKinks(Kink.of(
                        Sample.of(Tensor.scalar(0.0), Tensor.scalar(0.25)), Tensor.scalar(1.0), Tensor.scalar(0.0)));
    }
}
