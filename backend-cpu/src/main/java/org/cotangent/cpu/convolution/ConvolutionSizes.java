package org.cotangent.cpu.convolution;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.cotangent.cpu.window.Window;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.cpu.window.WindowSpace;
import org.cotangent.spi.op.Attributes;

/**
 * A convolution of images {@code [batch, groups * inputs, sizes...]} with weights {@code [groups * outputs, inputs,
 * kernel...]} to images {@code [batch, groups * outputs, counts...]}. Its gradients share the numbers.
 *
 * @param axes the windows over the sizes
 * @param plane the elements of a plane of the image
 * @param positions the elements of a plane of the result
 * @param taps the taps of a window
 */
record ConvolutionSizes(
        int batch, int groups, int inputs, int outputs, List<WindowAxis> axes, int plane, int positions, int taps) {

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
        List<WindowAxis> axes = WindowSpace.axes(window, spatial(x), spatial(y));
        return new ConvolutionSizes(
                Math.toIntExact(x[0]),
                groups,
                Math.toIntExact(w[1]),
                Math.toIntExact(w[0] / groups),
                axes,
                product(axes, WindowAxis::size),
                product(axes, WindowAxis::count),
                product(axes, axis -> axis.taps().length));
    }

    private static int product(List<WindowAxis> axes, ToIntFunction<WindowAxis> number) {
        return axes.stream().mapToInt(number).reduce(1, Math::multiplyExact);
    }

    private static long[] spatial(long[] sizes) {
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    /** {@return whether each group has one channel of the image} */
    boolean isDepthwise() {
        return inputs == 1 && groups > 1;
    }

    WindowSpace windows() {
        return new WindowSpace(axes);
    }
}
