package org.cotangent.opencl.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.op.Attributes;

/**
 * Windows along one spatial axis: tap k of window o is at {@code o * stride - begin + k * dilation}. Taps outside the
 * axis are in the padding.
 *
 * @param size of the axis
 * @param count of the windows
 */
public record WindowAxis(long size, long taps, long count, long stride, long dilation, long begin) {
    /**
     * {@return the windows of ONNX's Conv, or of the convolution whose transpose is ONNX's ConvTranspose}
     *
     * @param image sizes of the image that windows slide over, {@code [N, C, sizes...]}
     * @param weights {@code [M, C / group, taps...]}
     * @param result {@code [N, M, counts...]}
     */
    public static List<WindowAxis> of(Attributes attributes, long[] image, long[] weights, long[] result) {
        int rank = image.length - 2;
        long[] strides = integers(attributes, "strides", rank, 1);
        long[] dilations = integers(attributes, "dilations", rank, 1);
        long[] pads = integers(attributes, "pads", 2 * rank, 0);
        long[] extra = integers(attributes, "output_padding", rank, 0);
        String automatic = attributes.text("auto_pad", "NOTSET");
        boolean halved = attributes.has("output_shape");
        List<WindowAxis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            long reach = (result[i + 2] - 1) * strides[i] + (weights[i + 2] - 1) * dilations[i] + 1;
            long total = Math.max(0, reach + extra[i] - image[i + 2]);
            long begin = switch (automatic) {
                case "SAME_UPPER" -> total / 2;
                case "SAME_LOWER" -> total - total / 2;
                case "VALID" -> halved ? total - total / 2 : 0;
                default -> halved ? total - total / 2 : pads[i];
            };
            axes.add(new WindowAxis(image[i + 2], weights[i + 2], result[i + 2], strides[i], dilations[i], begin));
        }
        return axes;
    }

    private static long[] integers(Attributes attributes, String name, int length, long absent) {
        long[] values = attributes.integersOrNull(name);
        if (values != null && values.length > 0) {
            return values;
        }
        long[] all = new long[length];
        Arrays.fill(all, absent);
        return all;
    }

    /** {@return the places that windows touch, behind the last one of the first window's first tap} */
    public long reach() {
        return count == 0 || taps == 0 ? 0 : (count - 1) * stride + (taps - 1) * dilation + 1;
    }
}
