package org.cotangent.ops.internal.resize;

import java.util.stream.LongStream;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sizes, scales and interpolations of a Resize whose inputs are known.
 *
 * @param from sizes of the input
 * @param to sizes of the output
 * @param scales per axis
 * @param roi per axis the begin, then per axis the end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ResizeGeometry(Attributes attributes, long[] from, long[] to, double[] scales, double[] roi) {
    /** {@return the axes that are resized} */
    public static int[] axes(Attributes attributes, Shape shape) {
        long[] axes = attributes.integersOrNull("axes");
        return ShapeInputs.axes(
                shape, axes == null ? LongStream.range(0, shape.rank()).toArray() : axes);
    }

    /**
     * {@return the geometry for an input of sizes {@code from}}
     *
     * @param roiInput null or empty if there is none; likewise the others
     */
    public static ResizeGeometry of(
            Attributes attributes,
            long[] from,
            @Nullable Tensor roiInput,
            @Nullable Tensor scalesInput,
            @Nullable Tensor sizesInput) {
        int rank = from.length;
        int[] axes = axes(attributes, Shape.of(from));
        long[] to = from.clone();
        double[] scales = new double[rank];
        double[] roi = new double[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            scales[axis] = 1;
            roi[axis + rank] = 1;
        }
        double[] region = elements("roi", roiInput, 2 * axes.length);
        for (int i = 0; region != null && i < axes.length; i++) {
            roi[axes[i]] = region[i];
            roi[axes[i] + rank] = region[i + axes.length];
        }
        double[] factors = elements("scales", scalesInput, axes.length);
        double[] sizes = elements("sizes", sizesInput, axes.length);
        if (sizes != null && factors == null) {
            bySizes(attributes, axes, sizes, from, to, scales);
        } else if (factors != null && sizes == null) {
            for (int i = 0; i < axes.length; i++) {
                to[axes[i]] = (long) Math.floor(from[axes[i]] * (float) factors[i]);
                scales[axes[i]] = factors[i];
            }
        } else {
            throw new ShapeException("exactly one of scales and sizes must be given");
        }
        return new ResizeGeometry(attributes, from, to, scales, roi);
    }

    /** Null if the input is absent or empty. */
    private static double @Nullable [] elements(String name, @Nullable Tensor input, int count) {
        if (input == null || input.elements() == 0) {
            return null;
        }
        if (input.elements() != count) {
            throw new ShapeException(
                    name + " must have " + count + " elements for the axes that are resized, not " + input.elements());
        }
        return input.toDoubles();
    }

    private static void bySizes(
            Attributes attributes, int[] axes, double[] sizes, long[] from, long[] to, double[] scales) {
        String policy = attributes.text("keep_aspect_ratio_policy");
        double common = policy.equals("not_larger") ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < axes.length; i++) {
            if (from[axes[i]] == 0) {
                throw new ShapeException("axis " + axes[i] + " has no elements: give scales instead of sizes");
            }
            to[axes[i]] = (long) sizes[i];
            scales[axes[i]] = sizes[i] / from[axes[i]];
            common =
                    policy.equals("not_larger") ? Math.min(common, scales[axes[i]]) : Math.max(common, scales[axes[i]]);
        }
        if (policy.equals("stretch")) {
            return;
        }
        if (!policy.equals("not_larger") && !policy.equals("not_smaller")) {
            throw new AttributeException(
                    "keep_aspect_ratio_policy '" + policy + "' is none of stretch, not_larger and not_smaller");
        }
        if (!Double.isFinite(common)) {
            throw new ShapeException("axes without elements have no aspect ratio that could be kept");
        }
        for (int axis : axes) {
            scales[axis] = common;
            to[axis] = (long) Math.floor(common * from[axis] + 0.5);
        }
    }

    /** {@return the matrix, of a row for each place of the output, that makes an axis; null if it stays as it is} */
    public @Nullable Tensor matrix(int axis) {
        Interpolation rows = interpolations()[axis];
        return rows == null ? null : rows.matrix();
    }

    /** {@return how each axis is made, null for axes that stay as they are} */
    @Nullable
    Interpolation[] interpolations() {
        @Nullable Interpolation[] result = new @Nullable Interpolation[from.length];
        for (int axis = 0; axis < from.length; axis++) {
            boolean whole = roi[axis] == 0 && roi[axis + from.length] == 1;
            if (!whole || scales[axis] != 1 || from[axis] != to[axis]) {
                result[axis] = new ResizeAxis(
                                attributes,
                                Math.toIntExact(from[axis]),
                                Math.toIntExact(to[axis]),
                                scales[axis],
                                roi[axis],
                                roi[axis + from.length])
                        .interpolation();
            }
        }
        return result;
    }
}
