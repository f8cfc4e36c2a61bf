package org.cotangent.ops.internal.quant;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.indexing.Places;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * What the operators share that map real numbers x to codes q by {@code x = (q - zero_point) * scale}.
 *
 * <p>Scales and zero points are one for the whole tensor (a scalar or a vector of one), one for each index along
 * {@code axis} (a vector), or one for each block of {@code block_size} neighbours along {@code axis} (a tensor like x,
 * with one element per block).
 */
public final class Quantized {
    private static final int AXIS = 1;

    private Quantized() {}

    /** {@return the types of codes} */
    public static Set<DType> codes() {
        return EnumSet.of(
                DType.INT2,
                DType.UINT2,
                DType.INT4,
                DType.UINT4,
                DType.INT8,
                DType.UINT8,
                DType.INT16,
                DType.UINT16,
                DType.FLOAT4E2M1,
                DType.FLOAT8E4M3FN,
                DType.FLOAT8E4M3FNUZ,
                DType.FLOAT8E5M2,
                DType.FLOAT8E5M2FNUZ);
    }

    /** {@return floating types and these others} */
    public static TypeVariable floatingAnd(String name, DType... others) {
        Set<DType> types = EnumSet.copyOf(DType.floating());
        types.addAll(Set.of(others));
        return TypeVariable.of(name, types);
    }

    /** Declares the attributes that say to which elements a scale belongs. */
    public static Signature.Builder declare(Signature.Builder signature) {
        return signature.attribute("axis", AXIS).attribute("block_size", 0).attribute("output_dtype", 0);
    }

    private static int axis(Attributes attributes, Shape x) {
        return x.rank() < 2 ? 0 : x.axis(attributes.integer("axis"));
    }

    /** Throws {@link ShapeException} unless the scale and the zero point, inputs 1 and 2, fit input 0. */
    public static void check(Inference call) {
        check(call, call.shape(0), 1);
        check(call, call.shape(0), 2);
    }

    private static void check(Inference call, Shape x, int i) {
        if (!call.has(i) || isForAll(call.shape(i))) {
            return;
        }
        Shape scale = call.shape(i);
        int axis = axis(call.attributes(), x);
        long block = call.attributes().integer("block_size");
        if (block < 0) {
            throw new AttributeException("block_size must not be negative, but is " + block);
        }
        if (scale.rank() != (block == 0 ? 1 : x.rank()) || x.rank() == 0) {
            throw new ShapeException("input " + i + " of shape " + scale + " does not fit a tensor of shape " + x
                    + ": it must be a scalar or "
                    + (block == 0 ? "a vector, unless block_size is given" : "of the same rank"));
        }
        for (int k = 0; k < scale.rank(); k++) {
            Dim size = x.dim(block == 0 ? axis : k);
            Dim expected = block > 0 && k == axis ? size.plus(block - 1).floorDiv(Dim.of(block)) : size;
            if (scale.dim(k).isKnown() && expected.isKnown() && !scale.dim(k).equals(expected)) {
                throw new ShapeException("input " + i + " of shape " + scale + " must have size " + expected
                        + " at its axis " + k + ", for a tensor of shape " + x + " and axis " + axis
                        + (block == 0 ? "" : " in blocks of " + block));
            }
        }
    }

    private static boolean isForAll(Shape scale) {
        return scale.rank() == 0 || (scale.rank() == 1 && scale.dim(0).is(1));
    }

    /** {@return scales or zero points so arranged that they broadcast to {@code x}} */
    public static Value spread(Formulas f, Attributes attributes, Value scale, Value x) {
        if (isForAll(scale.shape())) {
            return scale.shape().rank() == 0 ? scale : f.squeeze(scale, 0);
        }
        int axis = axis(attributes, x.shape());
        long block = attributes.integer("block_size");
        if (block == 0) {
            return f.unsqueeze(
                    scale, LongStream.range(1, x.shape().rank() - axis).toArray());
        }
        return f.gather(scale, f.div(Places.along(f, x, axis), f.constant(Tensor.scalar(block))), axis);
    }

    /** {@return the element type that an attribute tells, if it does} */
    public static DType told(Attributes attributes, String name, DType otherwise) {
        return attributes.integer(name) == 0 ? otherwise : attributes.dtype(name);
    }

    /** {@return the least and the greatest number of an integer type or a narrow float} */
    public static double[] range(DType codes) {
        double limit = switch (codes) {
            case FLOAT8E4M3FN -> 448;
            case FLOAT8E4M3FNUZ -> 240;
            case FLOAT8E5M2, FLOAT8E5M2FNUZ -> 57344;
            case FLOAT4E2M1 -> 6;
            default -> Math.scalb(1.0, codes.bits() - 1);
        };
        return switch (codes.kind()) {
            case SIGNED -> new double[] {-limit, limit - 1};
            case UNSIGNED -> new double[] {0, 2 * limit - 1};
            default -> new double[] {-limit, limit};
        };
    }
}
