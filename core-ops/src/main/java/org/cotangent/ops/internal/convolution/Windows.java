package org.cotangent.ops.internal.convolution;

import java.util.Arrays;
import org.cotangent.spi.op.Attributes;

/**
 * Windows over spatial axes of known sizes. Along each axis, tap {@code k} of window {@code o} is at {@code o * stride
 * - begin + k * dilation}; taps outside the axis are in the padding.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Windows(long[] sizes, long[] kernel, long[] strides, long[] dilations, long[] begins, long[] counts) {

    public int rank() {
        return kernel.length;
    }

    public int taps() {
        return product(kernel);
    }

    public int positions() {
        return product(counts);
    }

    public int elements() {
        return product(sizes);
    }

    private static int product(long[] factors) {
        long product = 1;
        for (long factor : factors) {
            product = Math.multiplyExact(product, factor);
        }
        return Math.toIntExact(product);
    }

    /**
     * {@return what must be padded at the end of an axis so that exactly these windows fit; negative if there is more}
     */
    public long end(int axis) {
        return (counts[axis] - 1) * strides[axis]
                + (kernel[axis] - 1) * dilations[axis]
                + 1
                - begins[axis]
                - sizes[axis];
    }

    /** {@return strides, dilations and pads, as a convolution needs them to have these very windows} */
    public Attributes convolution() {
        long[] pads = Arrays.copyOf(begins, 2 * rank());
        for (int axis = 0; axis < rank(); axis++) {
            pads[rank() + axis] = Math.max(0, end(axis));
        }
        return Attributes.of("strides", strides).with("dilations", dilations).with("pads", pads);
    }

    /** {@return per window how many of its taps are inside the axes, widened by these pads at their begins and ends} */
    public double[] tapsInside(long[] pads) {
        double[] inside = {1};
        for (int axis = 0; axis < rank(); axis++) {
            int count = Math.toIntExact(counts[axis]);
            double[] wider = new double[inside.length * count];
            for (int o = 0; o < count; o++) {
                int taps = 0;
                for (long k = 0; k < kernel[axis]; k++) {
                    long at = o * strides[axis] - begins[axis] + k * dilations[axis];
                    taps += at >= -pads[axis] && at < sizes[axis] + pads[rank() + axis] ? 1 : 0;
                }
                for (int i = 0; i < inside.length; i++) {
                    wider[i * count + o] = inside[i] * taps;
                }
            }
            inside = wider;
        }
        return inside;
    }
}
