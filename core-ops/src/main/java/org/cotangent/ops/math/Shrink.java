package org.cotangent.ops.math;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.ops.internal.support.Slopes;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code y = x + bias} below {@code -lambd}, {@code y = x - bias} above {@code lambd}, 0 between. The derivative at the
 * jumps is 0. For integers {@code bias} must be whole.
 *
 * <p>ONNX Shrink, version 9.
 */
public final class Shrink extends UnaryOperator {
    public Shrink() {
        super(
                "Shrink",
                9,
                Signatures.unary("input", "output", types())
                        .attribute("bias", 0f)
                        .attribute("lambd", 0.5f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        double bias = attributes.real("bias");
        double lambd = attributes.real("lambd");
        boolean whole = !dtype.isFloating();
        boolean unsigned = dtype.kind() == DType.Kind.UNSIGNED;
        Scalar right = Scalar.select(
                Scalar.constant(whole ? Math.floor(lambd) : lambd).less(x), x.plus(-bias), Scalar.constant(0));
        return unsigned
                ? right
                : Scalar.select(x.less(Scalar.constant(whole ? Math.ceil(-lambd) : -lambd)), x.plus(bias), right);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        Value lambd = f.scalarLike(x, at.attributes().real("lambd"));
        return Slopes.indicator(f, f.or(f.less(x, f.neg(lambd)), f.greater(x, lambd)), x);
    }

    @Override
    public Domain domain() {
        return Domains.unary(draw -> Attributes.none().with("bias", draw.pick(0f, 0.25f)), -2, 2, -0.5, 0.5)
                .withKinks(Kink.at(-0.5, 0), Kink.at(0.5, 0));
    }

    private static Set<DType> types() {
        Set<DType> types = DType.numeric();
        types.remove(DType.BFLOAT16);
        return types;
    }

    @Override
    public List<TensorType> infer(Inference call) {
        float bias = call.attributes().real("bias");
        if (!call.dtype(0).isFloating() && bias != Math.rint(bias)) {
            throw new AttributeException("bias " + bias + " must be a whole number for elements of " + call.dtype(0));
        }
        return super.infer(call);
    }
}
