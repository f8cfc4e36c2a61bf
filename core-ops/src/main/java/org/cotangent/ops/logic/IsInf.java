package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.Classification;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/**
 * Whether an element is infinite: positive infinity counts unless {@code detect_positive = 0}, negative infinity unless
 * {@code detect_negative = 0}.
 *
 * <p>ONNX IsInf, version 20.
 */
public final class IsInf extends Classification {
    public IsInf() {
        super("IsInf", 20, ports().attribute("detect_negative", 1).attribute("detect_positive", 1));
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        Scalar x = Scalar.input(0);
        Scalar found = Scalar.constant(0);
        if (attributes.flag("detect_positive")) {
            found = found.apply(BinaryFunction.OR, x.apply(UnaryFunction.IS_POSITIVE_INFINITY));
        }
        if (attributes.flag("detect_negative")) {
            found = found.apply(BinaryFunction.OR, x.apply(UnaryFunction.IS_NEGATIVE_INFINITY));
        }
        return found;
    }

    @Override
    protected boolean test(Attributes attributes, double value) {
        return Double.isInfinite(value) && attributes.flag(value > 0 ? "detect_positive" : "detect_negative");
    }
}
