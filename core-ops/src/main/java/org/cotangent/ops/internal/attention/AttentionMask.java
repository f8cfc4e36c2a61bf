package org.cotangent.ops.internal.attention;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What is left out of attention, and what is added: all numbers are finite, so that nothing becomes NaN.
 *
 * @param allowed which keys take part, broadcast over [batch, heads, queries, keys]; null for all
 * @param bias what is added to the products; null for nothing
 */
public record AttentionMask(
        @Nullable Value allowed, @Nullable Value bias) {

    /**
     * {@return the mask of a call of Attention}
     *
     * @param weights [batch, heads, queries, keys]
     */
    public static AttentionMask of(Formulas f, Call call, Shape weights, DType dtype) {
        Value allowed = null;
        Value bias = null;
        if (call.has(3)) {
            Value mask = padded(f, call.input(3), weights.size(3));
            if (mask.dtype() == DType.BOOL) {
                allowed = mask;
            } else {
                Value numbers = f.cast(mask, dtype);
                allowed = f.not(f.op("IsInf", Attributes.of("detect_positive", 0), numbers));
                bias = f.where(allowed, numbers, f.scalar(dtype, 0));
            }
        }
        Value lengths = call.has(6) ? f.unsqueeze(call.input(6), 1, 2, 3) : null;
        if (lengths != null) {
            allowed = and(f, allowed, f.less(f.range(weights.size(3)), lengths));
        }
        if (call.attributes().flag("is_causal")) {
            allowed = and(f, allowed, causal(f, call, weights, lengths));
        }
        return new AttentionMask(allowed, bias);
    }

    private static Value and(Formulas f, @Nullable Value x, Value y) {
        return x == null ? y : f.and(x, y);
    }

    /** A last axis that is too short goes on with what leaves keys out; one of size 1 is broadcast. */
    private static Value padded(Formulas f, Value mask, long keys) {
        int last = mask.shape().rank() - 1;
        long missing = keys - mask.shape().size(last);
        if (missing == 0 || mask.shape().dim(last).is(1)) {
            return mask;
        }
        long[] sizes = mask.shape().sizes();
        sizes[last] = missing;
        DType dtype = mask.dtype();
        double out = dtype.isFloating() ? Double.NEGATIVE_INFINITY : 0;
        return f.concat(last, List.of(mask, f.constant(Tensor.full(dtype, out, sizes))));
    }

    /** Query i takes key j if j is at most i, plus the number of keys before the first query. */
    private static Value causal(Formulas f, Call call, Shape weights, @Nullable Value lengths) {
        long queries = weights.size(2);
        Value keys = f.range(weights.size(3));
        if (lengths != null) {
            Value position = f.unsqueeze(f.range(queries), 1);
            return f.lessOrEqual(keys, f.add(position, f.add(lengths, (double) -queries)));
        }
        long past = call.has(4) ? call.shape(4).size(2) : 0;
        List<Long> positions = new ArrayList<>();
        for (long i = 0; i < queries; i++) {
            positions.add(i + past);
        }
        Value position =
                f.integers(positions.stream().mapToLong(Long::longValue).toArray());
        return f.lessOrEqual(keys, f.unsqueeze(position, 1));
    }

    /** {@return products with what is added} */
    public Value add(Formulas f, Value products) {
        return bias == null ? products : f.add(products, bias);
    }

    /** {@return logits with minus infinity where keys are left out, for people to look at} */
    public Value show(Formulas f, Value logits) {
        return allowed == null ? logits : f.where(allowed, logits, f.scalarLike(logits, Double.NEGATIVE_INFINITY));
    }

    /** {@return logits with a number so low that it gets no weight where keys are left out} */
    public Value lower(Formulas f, Value logits) {
        double lowest = switch (logits.dtype()) {
            case FLOAT16 -> -65504;
            case DOUBLE -> -1e300;
            default -> -3e38;
        };
        return allowed == null ? logits : f.where(allowed, logits, f.scalarLike(logits, lowest));
    }

    /** {@return weights with zeros where keys are left out} */
    public Value zero(Formulas f, Value weights) {
        return allowed == null ? weights : f.where(allowed, weights, f.scalarLike(weights, 0));
    }
}
