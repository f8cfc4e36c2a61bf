package org.cotangent.autograd;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;

/**
 * How a window slides over spatial axes. Each list holds one number for all axes, or one for each.
 *
 * @param stride the step; empty means 1 for convolutions, for poolings the size of the window
 * @param padding the size of the frame of zeros (of minus infinity for the maximum) on both sides; empty means 0
 * @param dilation the distance of neighbouring coefficients; empty means 1
 * @param groups channels are divided into this many groups that do not see each other
 * @param ceil whether a window that sticks out at the end counts
 */
public record Window(List<Long> stride, List<Long> padding, List<Long> dilation, long groups, boolean ceil) {
    public Window {
        stride = List.copyOf(stride);
        padding = List.copyOf(padding);
        dilation = List.copyOf(dilation);
    }

    /** {@return the window that moves by 1 without padding} */
    public static Window of() {
        return new Window(List.of(), List.of(), List.of(), 1, false);
    }

    public Window stride(long... value) {
        return new Window(list(value), padding, dilation, groups, ceil);
    }

    public Window padding(long... value) {
        return new Window(stride, list(value), dilation, groups, ceil);
    }

    public Window dilation(long... value) {
        return new Window(stride, padding, list(value), groups, ceil);
    }

    public Window groups(long value) {
        return new Window(stride, padding, dilation, value, ceil);
    }

    public Window ceil(boolean value) {
        return new Window(stride, padding, dilation, groups, value);
    }

    private static List<Long> list(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** {@return one number for each axis} */
    static long[] along(int axes, long... values) {
        if (values.length == axes) {
            return values.clone();
        }
        if (values.length != 1) {
            throw new ShapeException(
                    "a window over " + axes + " spatial axes takes 1 or " + axes + " numbers, not " + values.length);
        }
        long[] all = new long[axes];
        Arrays.fill(all, values[0]);
        return all;
    }

    private static long[] along(int axes, List<Long> values, long otherwise) {
        return along(
                axes,
                values.isEmpty()
                        ? new long[] {otherwise}
                        : values.stream().mapToLong(Long::longValue).toArray());
    }

    private Attributes common(int axes, long[] step) {
        long[] pads = along(axes, padding, 0);
        long[] both = Arrays.copyOf(pads, 2 * axes);
        System.arraycopy(pads, 0, both, axes, axes);
        return Attributes.of("strides", step).with("pads", both).with("dilations", along(axes, dilation, 1));
    }

    Attributes attributes(int axes) {
        return common(axes, along(axes, stride, 1)).with("group", groups);
    }

    Attributes pooling(int axes, long... sizes) {
        long[] kernel = along(axes, sizes);
        return common(axes, stride.isEmpty() ? kernel : along(axes, stride, 1))
                .with("kernel_shape", kernel)
                .with("ceil_mode", ceil ? 1L : 0L);
    }
}
