package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** {@code y = ln(x)}, -infinity at 0 and NaN below. ONNX Log, version 13. */
public final class Log extends UnaryOperator {
    public Log() {
        super("Log", 13, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.LOG);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.reciprocal(at.input(0));
    }

    @Override
    public Domain domain() {
        return Domains.unary(0.2, 4);
    }
}
