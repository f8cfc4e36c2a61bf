package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.BinaryOperator;
import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

/**
 * {@code C = A / B}, broadcasting. Integers are truncated towards zero; dividing an integer by zero gives 0.
 *
 * <p>ONNX Div, version 14.
 */
public final class Div extends BinaryOperator {
    public Div() {
        super("Div", 14, Signatures.binary(DType.numeric()), BinaryFunction.DIV);
    }

    /** Sizes are not negative, so rounding down is truncation. */
    @Override
    protected @Nullable Dim ofSizes(Dim a, Dim b) {
        if (!b.isKnown() || b.size() <= 0) {
            return null;
        }
        return a.isKnown() ? Dim.of(a.size() / b.size()) : a.floorDiv(b);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise(Div::partial);
    }

    private static Value partial(Formulas f, Point at, int k) {
        return k == 0 ? f.reciprocal(at.input(1)) : f.neg(f.div(at.output(0), at.input(1)));
    }

    @Override
    public Domain domain() {
        return Domains.divisor(0.3, 3);
    }
}
