package org.cotangent.opencl.pooling;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.convolution.WindowAxis;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.spi.op.Attributes;

/**
 * Windows over the spatial axes of images, as the resource {@code windows.cl} counts them.
 *
 * @param planes images times channels
 * @param axes three, of which the first ones may be a single window of a single element
 */
record PoolWindows(int planes, List<WindowAxis> axes) {
    private static final int AXES = 3;
    private static final WindowAxis NONE = new WindowAxis(1, 1, 1, 1, 1, 0);

    PoolWindows {
        axes = List.copyOf(axes);
    }

    /**
     * {@return the windows of a call}
     *
     * @param x sizes of the images
     * @param windows sizes of what has an element for each window
     */
    static PoolWindows of(Attributes attributes, long[] x, long[] windows) {
        long[] kernel = attributes.integers("kernel_shape");
        long[] weights = new long[kernel.length + 2];
        System.arraycopy(kernel, 0, weights, 2, kernel.length);
        List<WindowAxis> axes = new ArrayList<>(WindowAxis.of(attributes, x, weights, windows));
        while (axes.size() < AXES) {
            axes.addFirst(NONE);
        }
        return new PoolWindows(Math.toIntExact(x[0] * x[1]), axes);
    }

    /** {@return the elements of a plane} */
    int plane() {
        return Math.toIntExact(axes.stream().mapToLong(WindowAxis::size).reduce(1, Math::multiplyExact));
    }

    /** {@return the windows of a plane} */
    int windows() {
        return Math.toIntExact(axes.stream().mapToLong(WindowAxis::count).reduce(1, Math::multiplyExact));
    }

    /** {@return the windows along the fastest axis} */
    int row() {
        return (int) axes.getLast().count();
    }

    /** {@return the taps of a window} */
    long taps() {
        return axes.stream().mapToLong(WindowAxis::taps).reduce(1, Math::multiplyExact);
    }

    /** {@return arguments for the parameters {@code WINDOWS}} */
    List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        for (WindowAxis axis : axes) {
            for (long number :
                    new long[] {axis.size(), axis.count(), axis.taps(), axis.stride(), axis.dilation(), axis.begin()}) {
                arguments.add(Argument.of(Math.toIntExact(number)));
            }
        }
        return arguments;
    }

    /** {@return for each axis where taps begin and end to count for an average} */
    List<Argument> counted(Attributes attributes) {
        boolean padded = attributes.flag("count_include_pad");
        String automatic = attributes.text("auto_pad", "NOTSET");
        boolean told = automatic.equals("NOTSET") || automatic.isEmpty();
        long[] pads = attributes.integersOrNull("pads");
        List<Argument> bounds = new ArrayList<>();
        int given = pads == null ? 0 : pads.length / 2;
        for (int i = 0; i < AXES; i++) {
            WindowAxis axis = axes.get(i);
            int place = given - AXES + i;
            long stated = place < 0 || pads == null ? 0 : pads[given + place];
            long end = told ? stated : Math.max(0, axis.reach() - axis.begin() - axis.size());
            bounds.add(Argument.of(Math.toIntExact(padded ? -axis.begin() : 0)));
            bounds.add(Argument.of(Math.toIntExact(axis.size() + (padded ? end : 0))));
        }
        return bounds;
    }
}
