package org.cotangent.cpu.onednn;

import java.util.Arrays;
import org.cotangent.cpu.window.Window;
import org.cotangent.spi.op.Attributes;

/**
 * Sizes of a convolution {@code [N, C, spatial...] * [O, C/groups, kernel...] -> [N, O, spatial...]}.
 *
 * @param input {@code [N, C, spatial...]}
 * @param weights {@code [O, C/groups, kernel...]}
 * @param output {@code [N, O, spatial...]}
 * @param groups of channels that do not mix
 * @param window strides, dilations and padding
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ConvolutionShape(long[] input, long[] weights, long[] output, long groups, Window window) {

    private static final int MOST_AXES = 5;

    /** Returns the shape of ONNX's Conv with these attributes. */
    static ConvolutionShape of(Attributes attributes, long[] input, long[] weights, long[] output) {
        requireFewAxes(input);
        Window window = Window.of(attributes, spatial(input), spatial(weights), spatial(output));
        return new ConvolutionShape(input, weights, output, attributes.integer("group", 1), window);
    }

    /** Returns the shape of the convolution whose transpose is ONNX's ConvTranspose with these attributes. */
    static ConvolutionShape transposed(Attributes attributes, long[] result, long[] weights, long[] source) {
        requireFewAxes(result);
        Window window = Window.transposed(attributes, spatial(result), spatial(weights), spatial(source));
        return new ConvolutionShape(result, weights, source, attributes.integer("group", 1), window);
    }

    private static void requireFewAxes(long[] image) {
        Refusal.unless(image.length <= MOST_AXES, "oneDNN convolves along 3 spatial axes at most");
    }

    private static long[] spatial(long[] sizes) {
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    /** Returns the weights as oneDNN counts them: with an axis for the groups if there are several. */
    long[] groupedWeights() {
        if (groups == 1) {
            return weights;
        }
        long[] grouped = new long[weights.length + 1];
        System.arraycopy(weights, 0, grouped, 1, weights.length);
        grouped[0] = groups;
        grouped[1] = weights[0] / groups;
        return grouped;
    }

    /** Returns values for the axes of {@link #groupedWeights} with the two axes of channels exchanged. */
    long[] exchanged(long[] values) {
        int channels = groups == 1 ? 0 : 1;
        long[] exchanged = values.clone();
        exchanged[channels] = values[channels + 1];
        exchanged[channels + 1] = values[channels];
        return exchanged;
    }

    /** Returns how many products an element of the output adds up. */
    long terms() {
        return Arrays.stream(weights).skip(1).reduce(1, (a, b) -> a * b);
    }

    /** Returns the floating point operations of the convolution; its gradients take as many. */
    double flop() {
        return 2.0 * terms() * Arrays.stream(output).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
}
