package org.cotangent.opencl.convolution;

import java.util.Arrays;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.gemm.Contraction;
import org.cotangent.opencl.gemm.Contraction.Role;
import org.cotangent.opencl.gemm.ContractionPlan;
import org.cotangent.opencl.gemm.Ending;
import org.cotangent.opencl.gemm.Factor;
import org.cotangent.opencl.kernel.StridedSpace;

/**
 * A convolution of images {@code [N, groups * inputs, sizes...]} with weights {@code [groups * outputs, inputs,
 * taps...]} to images {@code [N, groups * outputs, counts...]}, as contractions: windows over a padded image are axes.
 *
 * @param x the larger images
 * @param w the weights
 * @param y the images that have an element for each window
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Convolution(Image x, Factor w, long[] weights, Image y, int groups, List<WindowAxis> axes) {
    private long images() {
        return x.sizes()[0];
    }

    private long inputs() {
        return weights[1];
    }

    private long outputs() {
        return weights[0] / groups;
    }

    private long taps() {
        return Arrays.stream(weights, 2, weights.length).reduce(1, Math::multiplyExact);
    }

    private long tapStride(int axis) {
        return StridedSpace.strides(weights)[axis + 2];
    }

    /** {@return the image with the padding that windows reach} */
    private Image padded(ContractionPlan plan, DeviceFacts device) {
        return x.padded(
                plan,
                device,
                axes.stream().mapToLong(WindowAxis::begin).toArray(),
                axes.stream().mapToLong(WindowAxis::reach).toArray());
    }

    /**
     * Adds x and w to y.
     *
     * @param ends the strides of the ending's operands, along the axes of y
     */
    void forward(ContractionPlan plan, DeviceFacts device, Ending ending, List<long[]> ends) {
        Image image = padded(plan, device);
        Contraction.Builder sums = new Contraction.Builder(ends.size());
        long block = inputs() * taps();
        sums.axis(
                Role.BATCH,
                groups,
                with(ends, 1, outputs(), outputs() * block, inputs() * image.stride(1), outputs() * y.stride(1)));
        sums.axis(Role.ROW, outputs(), with(ends, 1, 1, block, 0, y.stride(1)));
        sums.axis(Role.COLUMN, images(), with(ends, 0, 1, 0, image.stride(0), y.stride(0)));
        sums.axis(Role.DEPTH, inputs(), taps(), image.stride(1));
        for (int i = 0; i < axes.size(); i++) {
            WindowAxis axis = axes.get(i);
            sums.axis(
                    Role.COLUMN, axis.count(), with(ends, i + 2, 1, 0, axis.stride() * image.spatial(i), y.spatial(i)));
            sums.axis(Role.DEPTH, axis.taps(), tapStride(i), axis.dilation() * image.spatial(i));
        }
        plan.add(sums.build(w, image.elements(), y.elements(), ending), false);
    }

    /** Strides of a, b and y, and those of the ending's operands along an axis of the result, times a factor. */
    private static long[] with(List<long[]> ends, int axis, long times, long a, long b, long y) {
        long[] strides = new long[3 + ends.size()];
        strides[0] = a;
        strides[1] = b;
        strides[2] = y;
        for (int i = 0; i < ends.size(); i++) {
            strides[3 + i] = times * ends.get(i)[axis];
        }
        return strides;
    }

    /** Adds x and y to w. */
    void weightGradient(ContractionPlan plan, DeviceFacts device) {
        Image image = padded(plan, device);
        long block = inputs() * taps();
        Contraction.Builder sums = new Contraction.Builder(0);
        sums.axis(Role.BATCH, groups, inputs() * image.stride(1), outputs() * y.stride(1), outputs() * block);
        sums.axis(Role.COLUMN, outputs(), 0, y.stride(1), block);
        sums.axis(Role.ROW, inputs(), image.stride(1), 0, taps());
        sums.axis(Role.DEPTH, images(), image.stride(0), y.stride(0));
        for (int i = 0; i < axes.size(); i++) {
            WindowAxis axis = axes.get(i);
            sums.axis(Role.ROW, axis.taps(), axis.dilation() * image.spatial(i), 0, tapStride(i));
            sums.axis(Role.DEPTH, axis.count(), axis.stride() * image.spatial(i), y.spatial(i));
        }
        Contraction contraction = sums.build(image.elements(), y.elements(), w, Ending.none());
        plan.add(outputs() < FEW ? contraction.transposed() : contraction, false);
    }

    /** So few channels are better rows than columns. */
    private static final int FEW = 16;

    /**
     * Adds y and w to x. Elements that are a stride apart meet the same taps, so each phase of the strides is a
     * contraction of its own.
     *
     * @param ends the strides of the ending's operands, along the axes of x
     */
    void inputGradient(ContractionPlan plan, DeviceFacts device, Ending ending, List<long[]> ends) {
        List<Phase> phases = Phase.of(axes);
        long[] before = new long[axes.size()];
        long[] extents = new long[axes.size()];
        for (Phase phase : phases) {
            for (int i = 0; i < before.length; i++) {
                before[i] = Math.max(before[i], -phase.axes().get(i).least());
            }
        }
        for (Phase phase : phases) {
            for (int i = 0; i < before.length; i++) {
                extents[i] =
                        Math.max(extents[i], before[i] + phase.axes().get(i).most() + 1);
            }
        }
        Image image = y.padded(plan, device, before, extents);
        for (Phase phase : phases) {
            phase(plan, image, before, phase, ending, ends);
        }
    }

    private void phase(
            ContractionPlan plan, Image image, long[] before, Phase phase, Ending ending, List<long[]> ends) {
        long block = inputs() * taps();
        Contraction.Builder sums = new Contraction.Builder(ends.size());
        sums.axis(
                Role.BATCH,
                groups,
                with(ends, 1, inputs(), outputs() * block, outputs() * image.stride(1), inputs() * x.stride(1)));
        sums.axis(Role.ROW, inputs(), with(ends, 1, 1, taps(), 0, x.stride(1)));
        sums.axis(Role.COLUMN, images(), with(ends, 0, 1, 0, image.stride(0), x.stride(0)));
        sums.axis(Role.DEPTH, outputs(), block, image.stride(1));
        long a = 0;
        long b = 0;
        long result = 0;
        for (int i = 0; i < axes.size(); i++) {
            Phase.Axis axis = phase.axes().get(i);
            sums.axis(
                    Role.COLUMN,
                    axis.count(),
                    with(ends, i + 2, axis.stride(), 0, image.spatial(i), axis.stride() * x.spatial(i)));
            sums.axis(Role.DEPTH, axis.taps(), axis.tapStep() * tapStride(i), -axis.step() * image.spatial(i));
            if (axis.taps() > 0) {
                a += axis.firstTap() * tapStride(i);
                b += (axis.origin() + before[i]) * image.spatial(i);
            }
            result += axis.offset() * x.spatial(i);
        }
        plan.add(sums.build(w.from(a), image.elements().from(b), x.elements().from(result), ending), false);
    }
}
