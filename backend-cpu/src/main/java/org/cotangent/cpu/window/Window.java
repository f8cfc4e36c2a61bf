package org.cotangent.cpu.window;

import java.util.Arrays;
import org.cotangent.spi.op.Attributes;

/**
 * A window sliding over the spatial axes of an input.
 *
 * @param kernel taps of the window
 * @param strides steps of the window
 * @param dilations distance of its taps less one, as oneDNN counts
 * @param before padding in front of each axis
 * @param after padding behind each axis, as far as the last window reaches; 0 if it ends before the input does
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Window(long[] kernel, long[] strides, long[] dilations, long[] before, long[] after) {

    /**
     * Returns the window of ONNX's attributes {@code auto_pad}, {@code dilations}, {@code pads} and {@code strides}.
     *
     * @param input sizes of the spatial axes
     * @param kernel taps of the window
     * @param output sizes of the spatial axes of the result
     */
    public static Window of(Attributes attributes, long[] input, long[] kernel, long[] output) {
        return create(attributes, input, kernel, output, false);
    }

    /** Returns the window of a transposed convolution, from its result, the larger image, to its source. */
    public static Window transposed(Attributes attributes, long[] result, long[] kernel, long[] source) {
        return create(attributes, result, kernel, source, attributes.has("output_shape"));
    }

    private static Window create(Attributes attributes, long[] input, long[] kernel, long[] output, boolean halved) {
        int rank = input.length;
        long[] strides = integers(attributes, "strides", rank, 1);
        long[] dilations = integers(attributes, "dilations", rank, 1);
        long[] pads = integers(attributes, "pads", 2 * rank, 0);
        long[] extra = integers(attributes, "output_padding", rank, 0);
        String automatic = attributes.text("auto_pad", "NOTSET");
        long[] before = new long[rank];
        long[] after = new long[rank];
        for (int i = 0; i < rank; i++) {
            long reach = (output[i] - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1;
            long total = Math.max(0, reach + extra[i] - input[i]);
            before[i] = switch (automatic) {
                case "SAME_UPPER" -> total / 2;
                case "SAME_LOWER" -> total - total / 2;
                case "VALID" -> halved ? total - total / 2 : 0;
                default -> halved ? total - total / 2 : pads[i];
            };
            after[i] = Math.max(0, reach - input[i] - before[i]);
            dilations[i]--;
        }
        return new Window(kernel, strides, dilations, before, after);
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
}
