package org.cotangent.ops.internal.ml;

import java.util.Arrays;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/** What is done to the rows of a matrix of scores. The order is that of the numbers which ONNX TreeEnsemble uses. */
public enum PostTransform {
    NONE,
    SOFTMAX,
    LOGISTIC,
    /** Softmax in which scores of zero weigh nothing: {@code exp(s)} is replaced by {@code s} where s is nearly 0. */
    SOFTMAX_ZERO,
    /**
     * The inverse of the distribution function of the normal distribution, by the approximation of Winitzki for the
     * inverse of erf, as other runtimes compute it: it is right to two parts in a thousand.
     */
    PROBIT;

    private static final double NEARLY_ZERO = 1e-7;
    private static final double WINITZKI = 0.147;

    /** {@return the transform of this name} */
    public static PostTransform of(String name) {
        return Arrays.stream(values())
                .filter(transform -> transform.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AttributeException(
                        "post_transform must be one of " + Arrays.toString(values()) + ", not '" + name + "'"));
    }

    /** {@return scores as float32, transformed as {@code post_transform} says} */
    public static Value result(Formulas f, Attributes attributes, Value scores) {
        return Features.result(f, of(attributes.text("post_transform")).apply(f, scores));
    }

    /** {@return the transform of this number} */
    public static PostTransform of(long number) {
        if (number < 0 || number >= values().length) {
            throw new AttributeException("post_transform must be from 0 to 4, not " + number);
        }
        return values()[(int) number];
    }

    /** {@return the transformed scores} */
    public Value apply(Formulas f, Value scores) {
        return switch (this) {
            case NONE -> scores;
            case SOFTMAX -> f.softmax(scores, -1);
            case LOGISTIC -> f.sigmoid(scores);
            case SOFTMAX_ZERO -> softmaxZero(f, scores);
            case PROBIT -> f.mul(inverseErf(f, f.sub(f.mul(scores, 2), f.scalarLike(scores, 1))), Math.sqrt(2));
        };
    }

    /** Where a score is nearly zero the greatest one is not negative, so that its exponential is at least 1. */
    private static Value softmaxZero(Formulas f, Value scores) {
        Value greatest = f.reduceMax(scores, true, -1);
        Value zero = f.scalarLike(scores, 0);
        Value isZero = f.lessOrEqual(f.abs(scores), f.scalarLike(scores, NEARLY_ZERO));
        Value scale = f.exp(f.neg(f.op("Max", greatest, zero)));
        Value weights = f.where(isZero, f.mul(f.where(isZero, scores, zero), scale), f.exp(f.sub(scores, greatest)));
        Value sum = f.reduceSum(weights, true, -1);
        Value isEmpty = f.equal(sum, zero);
        Value shares = f.div(weights, f.where(isEmpty, f.scalarLike(scores, 1), sum));
        return f.where(isEmpty, f.scalarLike(scores, 0.5), shares);
    }

    private static Value inverseErf(Formulas f, Value x) {
        Value log = f.log(f.mul(f.sub(1, x), f.add(x, 1)));
        Value v = f.add(f.mul(log, 0.5), 2 / (Math.PI * WINITZKI));
        Value root = f.sqrt(f.sub(f.square(v), f.mul(log, 1 / WINITZKI)));
        return f.mul(f.sign(x), f.sqrt(f.sub(root, v)));
    }
}
