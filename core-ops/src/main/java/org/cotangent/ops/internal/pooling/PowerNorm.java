package org.cotangent.ops.internal.pooling;

import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/** The two halves of a p-norm, {@code sum of |x|^p} to the power of 1/p, without NaN in the derivative at 0. */
public final class PowerNorm {
    private PowerNorm() {}

    /** {@return p} */
    public static long exponent(Attributes attributes) {
        long p = attributes.integer("p");
        if (p < 1) {
            throw new AttributeException("p is " + p + "; a norm needs at least 1");
        }
        return p;
    }

    /** {@return {@code |x|^p}} */
    public static Value power(Formulas f, Value x, long p) {
        if (p == 1) {
            return f.abs(x);
        }
        return p == 2 ? f.square(x) : f.pow(f.abs(x), (double) p);
    }

    /** {@return {@code sum^(1/p)}, whose derivative at 0 is taken to be 0} */
    public static Value root(Formulas f, Value sum, long p) {
        if (p == 1) {
            return sum;
        }
        Value positive = f.greater(sum, f.scalarLike(sum, 0));
        Value safe = f.where(positive, sum, f.scalarLike(sum, 1));
        Value root = p == 2 ? f.sqrt(safe) : f.pow(safe, 1.0 / p);
        return f.where(positive, root, f.scalarLike(sum, 0));
    }
}
