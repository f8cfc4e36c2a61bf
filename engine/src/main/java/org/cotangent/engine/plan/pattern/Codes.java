package org.cotangent.engine.plan.pattern;

import java.util.Arrays;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Codes of numbers, with a constant float32 scale and a constant zero point for all of them or for each index of an
 * axis.
 *
 * @param values the codes
 * @param scale one, or one for each index
 * @param zeroPoint the same, or null for 0
 * @param axis of the indices, if there are several scales
 */
record Codes(Value values, Tensor scale, @Nullable Tensor zeroPoint, int axis) {
    private static final int VALUES = 0;
    private static final int SCALE = 1;
    private static final int ZERO_POINT = 2;

    /** {@return the codes whose numbers a value holds; null if there are none of bytes} */
    static @Nullable Codes of(GraphFacts facts, Value value) {
        Node node = facts.producer(value);
        return node != null && node.operator().id().qualifiedName().equals("DequantizeLinear")
                ? of(facts, node, input(node, VALUES))
                : null;
    }

    /** {@return the codes that a QuantizeLinear gives, or null} */
    static @Nullable Codes given(GraphFacts facts, Node quantize) {
        return of(facts, quantize, quantize.outputs().getFirst());
    }

    private static @Nullable Codes of(GraphFacts facts, Node node, Value codes) {
        Attributes attributes = node.attributes();
        Tensor scale = facts.constant(input(node, SCALE));
        boolean shifted = node.inputs().size() > ZERO_POINT && node.inputs().get(ZERO_POINT) != null;
        Tensor zeroPoint = shifted ? facts.constant(input(node, ZERO_POINT)) : null;
        int rank = codes.shape().rank();
        long axis = attributes.integer("axis");
        if (scale == null || (shifted && zeroPoint == null)) {
            return null;
        }
        boolean quantises = codes.equals(node.outputs().getFirst());
        boolean fits = scale.dtype() == DType.FLOAT
                && scale.rank() <= 1
                && attributes.integer("block_size") == 0
                && attributes.integer("precision", 0) == 0
                && (codes.dtype() == DType.UINT8 || codes.dtype() == DType.INT8)
                && (quantises || node.outputs().getFirst().dtype() == DType.FLOAT);
        return fits ? new Codes(codes, scale, zeroPoint, (int) (axis < 0 ? axis + rank : axis)) : null;
    }

    private static Value input(Node node, int i) {
        Value input = node.inputs().get(i);
        if (input == null) {
            throw new IllegalArgumentException(node.describe() + ": input " + i + " is absent");
        }
        return input;
    }

    boolean isOfOneScale() {
        return scale.elements() == 1 && (zeroPoint == null || zeroPoint.elements() == 1);
    }

    boolean isOfOneScaleOrPer(int index) {
        return isOfOneScale() || axis == index;
    }

    /** {@return whether codes end where numbers are 0} */
    boolean beginAtZero() {
        long lowest = values.dtype() == DType.INT8 ? Byte.MIN_VALUE : 0;
        return isOfOneScale() && (zeroPoint == null ? 0 : zeroPoint.getLong(0)) == lowest;
    }

    /** {@return the scale as an input} */
    Value scale(Formulas f) {
        return f.constant(single(scale));
    }

    /** {@return the zero point as an input} */
    Value zeroPoint(Formulas f) {
        return f.constant(zeroPoint == null ? Tensor.full(values.dtype(), 0) : single(zeroPoint));
    }

    private static Tensor single(Tensor tensor) {
        return tensor.elements() == 1 ? tensor.reshaped() : tensor;
    }

    /**
     * {@return a constant bias in units of the products of these codes and others}
     *
     * @param bias a number per channel
     * @return null if one is too large
     */
    @Nullable
    Tensor inUnitsWith(Codes weights, double[] bias) {
        Tensor result = Tensor.allocate(DType.INT32, bias.length);
        for (int i = 0; i < bias.length; i++) {
            double unit = scale.getDouble(0) * weights.scale.getDouble(weights.scale.elements() == 1 ? 0 : i);
            double units = Math.rint(bias[i] / unit);
            if (!(Math.abs(units) <= Integer.MAX_VALUE)) {
                return null;
            }
            result.setLong(i, (long) units);
        }
        return result;
    }

    /** {@return the numbers of a constant vector, be it given by codes or not; null if it is none} */
    static double @Nullable [] constants(GraphFacts facts, Value value) {
        Tensor tensor = facts.constant(value);
        if (tensor != null) {
            return tensor.dtype().isFloating() ? tensor.toDoubles() : null;
        }
        Node node = facts.producer(value);
        if (node == null
                || !node.operator().id().qualifiedName().equals("DequantizeLinear")
                || node.attributes().integer("block_size") != 0) {
            return null;
        }
        Tensor codes = facts.constant(input(node, VALUES));
        Tensor scale = facts.constant(input(node, SCALE));
        Tensor zero = node.inputs().size() > ZERO_POINT && node.inputs().get(ZERO_POINT) != null
                ? facts.constant(input(node, ZERO_POINT))
                : Tensor.full(DType.INT32, 0);
        if (codes == null || scale == null || zero == null || codes.rank() > 1) {
            return null;
        }
        double[] numbers = new double[Math.toIntExact(codes.elements())];
        Arrays.setAll(
                numbers,
                i -> (codes.getLong(i) - zero.getLong(i % zero.elements())) * scale.getDouble(i % scale.elements()));
        return numbers;
    }
}
