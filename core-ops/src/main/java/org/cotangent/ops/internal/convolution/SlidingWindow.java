package org.cotangent.ops.internal.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

/**
 * The windows that convolutions and poolings slide over their spatial axes, as their attributes say.
 *
 * @param pads begins of all axes, then ends; of no effect unless {@code autoPad} is NOTSET
 * @param autoPad NOTSET, VALID, SAME_UPPER or SAME_LOWER
 * @param ceil whether the last window may reach beyond the pads, if it begins before them; with VALID too, as in ONNX's
 *     shape inference and in ONNX Runtime, though the text of the operators says otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SlidingWindow(
        long[] kernel, long[] strides, long[] dilations, long[] pads, String autoPad, boolean ceil) {

    /** Declares the attributes, of which {@code kernel_shape} is optional. */
    public static Signature.Builder declare(Signature.Builder signature) {
        return signature
                .attribute("auto_pad", "NOTSET")
                .optionalIntegers("dilations")
                .optionalIntegers("kernel_shape")
                .optionalIntegers("pads")
                .optionalIntegers("strides");
    }

    /**
     * {@return the windows of these attributes}
     *
     * @param kernel the sizes of the kernel, known from elsewhere; otherwise {@code kernel_shape} must be there
     */
    public static SlidingWindow of(Attributes attributes, long @Nullable [] kernel) {
        long[] given = attributes.integersOrNull("kernel_shape");
        if (given == null && kernel == null) {
            throw new AttributeException("attribute 'kernel_shape' is missing");
        }
        if (given != null && kernel != null && !Arrays.equals(given, kernel)) {
            throw new AttributeException("kernel_shape " + Arrays.toString(given) + " differs from the spatial sizes "
                    + Arrays.toString(kernel) + " of the weights");
        }
        long[] sizes = kernel != null ? kernel : given == null ? new long[0] : given;
        int rank = sizes.length;
        String autoPad = attributes.text("auto_pad", "NOTSET");
        if (!List.of("NOTSET", "", "VALID", "SAME_UPPER", "SAME_LOWER").contains(autoPad)) {
            throw new AttributeException(
                    "auto_pad is '" + autoPad + "'; it must be NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        }
        SlidingWindow window = new SlidingWindow(
                sizes,
                list(attributes, "strides", rank, 1),
                list(attributes, "dilations", rank, 1),
                list(attributes, "pads", 2 * rank, 0),
                autoPad.isEmpty() ? "NOTSET" : autoPad,
                attributes.flag("ceil_mode"));
        requirePositive("kernel_shape", window.kernel());
        requirePositive("strides", window.strides());
        requirePositive("dilations", window.dilations());
        return window;
    }

    private static long[] list(Attributes attributes, String name, int length, long absent) {
        long[] values = attributes.integersOrNull(name);
        if (values == null || (values.length == 0 && length > 0)) {
            values = new long[length];
            Arrays.fill(values, absent);
        }
        if (values.length != length) {
            throw new AttributeException("attribute '" + name + "' has " + values.length + " values; " + length
                    + " are needed for " + (name.equals("pads") ? length / 2 : length) + " spatial axes");
        }
        return values;
    }

    private static void requirePositive(String name, long[] values) {
        if (Arrays.stream(values).anyMatch(value -> value < 1)) {
            throw new AttributeException(
                    "attribute '" + name + "' is " + Arrays.toString(values) + "; all must be positive");
        }
    }

    public int rank() {
        return kernel.length;
    }

    /** {@return how far the window reaches along an axis, dilation included} */
    public long reach(int axis) {
        return (kernel[axis] - 1) * dilations[axis] + 1;
    }

    private boolean isSame() {
        return autoPad.startsWith("SAME");
    }

    /** {@return how many windows there are along an axis of this size} */
    public Dim count(int axis, Dim size, Inference call) {
        long stride = strides[axis];
        if (size.isKnown()) {
            return Dim.of(count(axis, size.size()));
        }
        if (isSame()) {
            return size.plus(stride - 1).floorDiv(Dim.of(stride));
        }
        long end = end(axis);
        Dim free = size.plus(begin(axis) + end - reach(axis));
        if (!ceil) {
            return free.floorDiv(Dim.of(stride)).plus(1);
        }
        return end + stride <= reach(axis)
                ? free.plus(stride - 1).floorDiv(Dim.of(stride)).plus(1)
                : call.fresh("windows");
    }

    private long count(int axis, long size) {
        long stride = strides[axis];
        if (isSame()) {
            return Math.ceilDiv(size, stride);
        }
        long begin = begin(axis);
        long free = size + begin + end(axis) - reach(axis);
        if (free < 0) {
            throw new ShapeException("a window of " + reach(axis) + " does not fit spatial axis " + axis + " of size "
                    + size + " with pads " + Arrays.toString(pads));
        }
        if (!ceil) {
            return free / stride + 1;
        }
        long count = Math.ceilDiv(free, stride) + 1;
        return (count - 1) * stride >= size + begin ? count - 1 : count;
    }

    private long begin(int axis) {
        return autoPad.equals("VALID") ? 0 : pads[axis];
    }

    private long end(int axis) {
        return autoPad.equals("VALID") ? 0 : pads[axis + rank()];
    }

    /** {@return the windows over axes of these sizes} */
    public Windows over(long[] sizes) {
        long[] counts = new long[rank()];
        for (int axis = 0; axis < counts.length; axis++) {
            counts[axis] = count(axis, sizes[axis]);
        }
        return over(sizes, counts);
    }

    /** {@return the windows over axes of these sizes, as many as told} */
    public Windows over(long[] sizes, long[] counts) {
        long[] begins = new long[rank()];
        for (int axis = 0; axis < begins.length; axis++) {
            long padding = Math.max(0, (counts[axis] - 1) * strides[axis] + reach(axis) - sizes[axis]);
            begins[axis] = switch (autoPad) {
                case "SAME_UPPER" -> padding / 2;
                case "SAME_LOWER" -> padding - padding / 2;
                default -> begin(axis);
            };
        }
        return new Windows(sizes.clone(), kernel, strides, dilations, begins, counts);
    }

    /** {@return the numbers of windows along all axes} */
    public List<Dim> counts(List<Dim> sizes, Inference call) {
        List<Dim> counts = new ArrayList<>();
        for (int axis = 0; axis < rank(); axis++) {
            counts.add(count(axis, sizes.get(axis), call));
        }
        return counts;
    }
}
