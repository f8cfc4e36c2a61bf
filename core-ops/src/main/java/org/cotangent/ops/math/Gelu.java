package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/**
 * {@code y = x Phi(x)} with the distribution function of the normal distribution {@code Phi(x) = (1 + erf(x / sqrt 2))
 * / 2}; with {@code approximate = "tanh"} {@code y = x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2}.
 *
 * <p>ONNX Gelu, version 20.
 */
public final class Gelu extends UnaryOperator {
    private static final double CUBIC = 0.044715;
    private static final double SCALE = Math.sqrt(2 / Math.PI);

    public Gelu() {
        super("Gelu", 20, Signatures.unary().attribute("approximate", "none"));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        if (isTanh(attributes)) {
            Scalar inner = x.plus(x.times(x).times(x).times(CUBIC)).times(SCALE);
            return x.times(0.5).times(inner.apply(UnaryFunction.TANH).plus(1));
        }
        return x.times(0.5)
                .times(x.times(Math.sqrt(0.5)).apply(UnaryFunction.ERF).plus(1));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        if (isTanh(at.attributes())) {
            Value square = f.square(x);
            Value t = f.tanh(f.mul(f.mul(x, f.add(f.mul(square, CUBIC), 1)), SCALE));
            Value inner = f.mul(f.add(f.mul(square, 3 * CUBIC), 1), SCALE);
            return f.mul(f.add(f.add(t, 1), f.mul(f.mul(x, f.sub(1, f.square(t))), inner)), 0.5);
        }
        Value distribution = f.mul(f.add(f.erf(f.mul(x, Math.sqrt(0.5))), 1), 0.5);
        Value density = f.mul(f.exp(f.mul(f.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return f.add(distribution, f.mul(x, density));
    }

    @Override
    public Domain domain() {
        return Domains.unary(draw -> Attributes.of("approximate", draw.pick("none", "tanh")), -3, 3);
    }

    private static boolean isTanh(Attributes attributes) {
        String approximate = attributes.text("approximate");
        return switch (approximate) {
            case "none" -> false;
            case "tanh" -> true;
            default -> throw new AttributeException("approximate must be none or tanh, not '" + approximate + "'");
        };
    }
}
