package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/**
 * {@code y = x max(0, min(1, x / 6 + 1/2))}. The derivative at the kinks -3 and 3 is 0 and 1.
 *
 * <p>ONNX HardSwish, version 22.
 */
public final class HardSwish extends UnaryOperator {
    public HardSwish() {
        super("HardSwish", 22, Signatures.unary());
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        Scalar line = x.over(Scalar.constant(6)).plus(0.5);
        return x.times(
                line.apply(BinaryFunction.MIN, Scalar.constant(1)).apply(BinaryFunction.MAX, Scalar.constant(0)));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        Value middle = f.add(f.mul(x, 1.0 / 3), 0.5);
        Value right = f.where(f.less(x, f.scalarLike(x, 3)), middle, f.scalarLike(x, 1));
        return f.where(f.lessOrEqual(x, f.scalarLike(x, -3)), f.scalarLike(x, 0), right);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-5, 5, -3, 3).withKinks(Kink.at(-3, 0), Kink.at(3, 1));
    }
}
