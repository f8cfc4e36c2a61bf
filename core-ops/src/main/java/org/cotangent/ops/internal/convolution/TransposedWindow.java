package org.cotangent.ops.internal.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

/** The windows of a transposed convolution, whose counts are given and whose sizes follow. */
public final class TransposedWindow {
    private final SlidingWindow window;
    private final long[] extra;
    private final long @Nullable [] sizes;

    private TransposedWindow(SlidingWindow window, long[] extra, long @Nullable [] sizes) {
        this.window = window;
        this.extra = extra;
        this.sizes = sizes;
    }

    /** {@return the windows of a ConvTranspose with these attributes and kernel sizes} */
    public static TransposedWindow of(Attributes attributes, long[] kernel) {
        SlidingWindow window = SlidingWindow.of(attributes, kernel);
        long[] extra = attributes.integersOrNull("output_padding");
        long[] sizes = attributes.integersOrNull("output_shape");
        if (sizes != null && sizes.length == kernel.length + 2) {
            sizes = Convolution.spatial(sizes);
        }
        if ((extra != null && extra.length != kernel.length) || (sizes != null && sizes.length != kernel.length)) {
            throw new AttributeException("output_padding " + Arrays.toString(extra) + " and output_shape "
                    + Arrays.toString(sizes) + " must have one value for each of " + kernel.length + " spatial axes");
        }
        return new TransposedWindow(window, extra == null ? new long[kernel.length] : extra, sizes);
    }

    /** {@return the spatial sizes of the result} */
    public List<Dim> sizes(List<Dim> counts) {
        List<Dim> result = new ArrayList<>();
        for (int axis = 0; axis < window.rank(); axis++) {
            if (counts.get(axis).is(0)) {
                throw new ShapeException("spatial axis " + axis
                        + " of the input is empty: a transposed convolution of it has" + " no size");
            }
            Dim size = size(axis, counts.get(axis));
            if (size.isKnown() && size.size() < 0) {
                throw new ShapeException(
                        "spatial axis " + axis + " of the result would have size " + size + ": the pads are too large");
            }
            result.add(size);
        }
        return result;
    }

    private Dim size(int axis, Dim count) {
        if (sizes != null) {
            return Dim.of(sizes[axis]);
        }
        return switch (window.autoPad()) {
            case "SAME_UPPER", "SAME_LOWER" -> count.times(window.strides()[axis]);
            case "VALID" -> spread(axis, count);
            default -> spread(axis, count).plus(-window.pads()[axis] - window.pads()[axis + window.rank()]);
        };
    }

    /** The size without pads. */
    private Dim spread(int axis, Dim count) {
        return count.plus(-1).times(window.strides()[axis]).plus(extra[axis] + window.reach(axis));
    }

    /** {@return the windows over the result, of these counts} */
    public Windows over(long[] counts) {
        int rank = window.rank();
        long[] results = new long[rank];
        long[] begins = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            results[axis] = size(axis, Dim.of(counts[axis])).size();
            long total = Math.max(0, spread(axis, Dim.of(counts[axis])).size() - results[axis]);
            begins[axis] = switch (window.autoPad()) {
                case "SAME_UPPER" -> total / 2;
                case "VALID" -> sizes == null ? 0 : total - total / 2;
                case "SAME_LOWER" -> total - total / 2;
                default -> sizes == null ? window.pads()[axis] : total - total / 2;
            };
        }
        return new Windows(results, window.kernel(), window.strides(), window.dilations(), begins, counts.clone());
    }
}
