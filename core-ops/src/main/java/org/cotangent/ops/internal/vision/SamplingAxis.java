package org.cotangent.ops.internal.vision;

import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * One axis of an image that is sampled between its elements, as formulas.
 *
 * @param size the number of elements, int64
 * @param padding {@code zeros}, {@code border} or {@code reflection}: what lies beyond the ends
 * @param aligned whether the ends of the axis are the centres of its last elements, rather than their outer edges
 */
public record SamplingAxis(Formulas f, Value size, String padding, boolean aligned) {
    private static final double A = -0.75;

    /** Per power of the distance from the element before, the factors of the taps. */
    private static final double[][] LINEAR = {{1, 0}, {-1, 1}};

    private static final double[][] CUBIC = {
        {0, 1, 0, 0}, {A, 0, -A, 0}, {-2 * A, -A - 3, 2 * A + 3, A}, {A, A + 2, -A - 2, -A}
    };

    /** {@return where a number from -1 to 1 lies, counted in elements} */
    public Value coordinate(Value normalized) {
        Value shifted = f.add(normalized, 1);
        return aligned
                ? f.mul(f.mul(shifted, 0.5), last(shifted))
                : f.mul(f.add(f.mul(shifted, length(shifted)), -1), 0.5);
    }

    private Value length(Value like) {
        return f.cast(size, like.dtype());
    }

    private Value last(Value like) {
        return f.add(length(like), -1);
    }

    /** {@return the elements nearest to these coordinates, ties to even} */
    public Taps nearest(Value x) {
        return pick(folded(f.op("Round", x)));
    }

    /** {@return the neighbours of these coordinates, along the last axis, which has size 1} */
    public Taps around(Value x, String mode) {
        Value place = folded(x);
        Value before = f.op("Floor", place);
        double[][] factors = switch (mode) {
            case "linear" -> LINEAR;
            case "cubic" -> CUBIC;
            default -> throw new AttributeException("mode '" + mode + "' is none of linear, nearest and cubic");
        };
        int count = factors[0].length;
        double[] steps = new double[count];
        for (int k = 0; k < count; k++) {
            steps[k] = k + 1 - count / 2;
        }
        Taps taps = pick(f.add(before, vector(x.dtype(), steps)));
        return new Taps(taps.index(), polynomial(f.sub(place, before), factors), taps.inside());
    }

    private Value vector(DType dtype, double[] values) {
        return f.constant(Tensor.of(dtype, values, values.length));
    }

    private Value polynomial(Value t, double[][] factors) {
        Value sum = vector(t.dtype(), factors[factors.length - 1]);
        for (int power = factors.length - 2; power >= 0; power--) {
            sum = f.add(f.mul(sum, t), vector(t.dtype(), factors[power]));
        }
        return sum;
    }

    /** {@return coordinates beyond the ends brought back, as the padding wants it} */
    private Value folded(Value x) {
        Value low = f.scalarLike(x, aligned ? 0 : -0.5);
        Value high = aligned ? last(x) : f.add(length(x), -0.5);
        Value beyond = f.or(f.less(x, low), f.greater(x, high));
        return switch (padding) {
            case "zeros" -> x;
            case "border" -> f.where(beyond, f.op("Clip", x, f.scalarLike(x, 0), end(x)), x);
            case "reflection" -> {
                Value span = f.op("Max", f.sub(high, low), f.scalarLike(x, 1));
                yield f.where(beyond, f.add(bounced(f.sub(x, low), span, span), low), x);
            }
            default ->
                throw new AttributeException("padding_mode '" + padding + "' is none of zeros, border and reflection");
        };
    }

    /** {@return {@code x} modulo twice the span, and {@code turn * 2 - x} where that is beyond {@code turn}} */
    private Value bounced(Value x, Value span, Value turn) {
        Value period = f.mul(span, 2);
        Value rest = f.sub(x, f.mul(period, f.op("Floor", f.div(x, period))));
        return f.where(f.greater(rest, turn), f.sub(f.mul(turn, 2), rest), rest);
    }

    private Value end(Value like) {
        return f.squeeze(last(like), 0);
    }

    /** {@return the elements of these numbers, which are whole} */
    private Taps pick(Value number) {
        Value zero = f.scalarLike(number, 0);
        Value inside = null;
        Value place = number;
        if (padding.equals("zeros")) {
            inside = f.and(f.lessOrEqual(zero, number), f.lessOrEqual(number, last(number)));
        } else if (padding.equals("reflection")) {
            Value span = f.op("Max", aligned ? last(number) : length(number), f.scalarLike(number, 1));
            Value turn = aligned ? span : f.add(span, -0.5);
            place = bounced(number, span, turn);
        }
        return new Taps(f.cast(f.op("Clip", place, zero, end(number)), DType.INT64), null, inside);
    }

    /** {@return the sampling that these attributes of GridSample ask for} */
    public static SamplingAxis of(Formulas f, Attributes attributes, Value size) {
        return new SamplingAxis(f, size, attributes.text("padding_mode"), attributes.flag("align_corners"));
    }
}
