package org.cotangent.cpu.convolution;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.window.Window;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.cpu.window.WindowSpace;
import org.cotangent.spi.op.Attributes;

/**
 * A convolution of images {@code [batch, groups * inputs, sizes...]} with weights {@code [groups * outputs, inputs,
 * kernel...]} to images {@code [batch, groups * outputs, counts...]}. Its gradients share the numbers.
 *
 * @param axes the windows over the sizes
 */
record ConvolutionSizes(int batch, int groups, int inputs, int outputs, List<WindowAxis> axes) {

    /** {@return the convolution of ONNX's Conv for tensors of these sizes} */
    static ConvolutionSizes of(Attributes attributes, long[] x, long[] w, long[] y) {
        return create(attributes, x, w, y, Window.of(attributes, spatial(x), spatial(w), spatial(y)));
    }

    /** {@return the convolution whose transpose is ONNX's ConvTranspose, from its result to its source} */
    static ConvolutionSizes transposed(Attributes attributes, long[] result, long[] w, long[] source) {
        return create(
                attributes,
                result,
                w,
                source,
                Window.transposed(attributes, spatial(result), spatial(w), spatial(source)));
    }

    private static ConvolutionSizes create(Attributes attributes, long[] x, long[] w, long[] y, Window window) {
        int groups = Math.toIntExact(attributes.integer("group", 1));
        return new ConvolutionSizes(
                Math.toIntExact(x[0]),
                groups,
                Math.toIntExact(w[1]),
                Math.toIntExact(w[0] / groups),
                WindowSpace.axes(window, spatial(x), spatial(y)));
    }

    private static long[] spatial(long[] sizes) {
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    WindowSpace windows() {
        return new WindowSpace(axes);
    }

    /** {@return the elements of a plane of the result} */
    int positions() {
        return axes.stream().mapToInt(WindowAxis::count).reduce(1, Math::multiplyExact);
    }

    /** {@return the elements of a plane of the image} */
    int plane() {
        return axes.stream().mapToInt(WindowAxis::size).reduce(1, Math::multiplyExact);
    }

    int taps() {
        return axes.stream().mapToInt(axis -> axis.taps().length).reduce(1, Math::multiplyExact);
    }
}
