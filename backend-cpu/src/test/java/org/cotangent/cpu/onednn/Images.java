package org.cotangent.cpu.onednn;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;

/** Convolutions, their gradients and poolings along up to three axes, by plain loops. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Images(long[] x, long[] w, long[] y, long[] strides, long[] dilations, long[] before, long groups) {

    /** Called with elements of X, W and Y that belong together. */
    @FunctionalInterface
    interface Touch {
        void touch(int x, int w, int y);
    }

    /**
     * Returns a convolution.
     *
     * @param pads begins of all axes, then ends
     */
    static Images of(long[] x, long[] w, long[] strides, long[] dilations, long[] pads, long groups) {
        int rank = strides.length;
        long[] y = new long[x.length];
        y[0] = x[0];
        y[1] = w[0];
        for (int i = 0; i < rank; i++) {
            y[i + 2] = (x[i + 2] + pads[i] + pads[rank + i] - (w[i + 2] - 1) * dilations[i] - 1) / strides[i] + 1;
        }
        return new Images(x, w, y, strides, dilations, Arrays.copyOf(pads, rank), groups);
    }

    /** Returns the attributes of ONNX, with pads that end where the last window does or behind it. */
    static Attributes attributes(long[] strides, long[] dilations, long[] pads) {
        return Attributes.of("strides", strides).with("dilations", dilations).with("pads", pads);
    }

    /** Visits every product of the convolution. */
    void visit(Touch touch) {
        long[] xs = flat(x);
        long[] ws = flat(w);
        long[] ys = flat(y);
        long perGroup = w[0] / groups;
        for (long n = 0; n < y[0]; n++) {
            for (long m = 0; m < y[1]; m++) {
                for (long c = 0; c < w[1]; c++) {
                    long xBase = (n * x[1] + m / perGroup * w[1] + c) * xs[0] * xs[1] * xs[2];
                    long wBase = (m * w[1] + c) * ws[0] * ws[1] * ws[2];
                    long yBase = (n * y[1] + m) * ys[0] * ys[1] * ys[2];
                    visit(touch, xs, ws, ys, xBase, wBase, yBase);
                }
            }
        }
    }

    private void visit(Touch touch, long[] xs, long[] ws, long[] ys, long xBase, long wBase, long yBase) {
        for (int o = 0; o < ys[0] * ys[1] * ys[2]; o++) {
            for (int t = 0; t < ws[0] * ws[1] * ws[2]; t++) {
                long[] at = {o / (ys[1] * ys[2]), o / ys[2] % ys[1], o % ys[2]};
                long[] tap = {t / (ws[1] * ws[2]), t / ws[2] % ws[1], t % ws[2]};
                long element = 0;
                boolean inside = true;
                for (int axis = 0; axis < 3; axis++) {
                    long place = place(axis, at[axis], tap[axis]);
                    inside &= place >= 0 && place < xs[axis];
                    element = element * xs[axis] + place;
                }
                if (inside) {
                    touch.touch((int) (xBase + element), (int) (wBase + t), (int) (yBase + o));
                }
            }
        }
    }

    private long place(int axis, long window, long tap) {
        int own = axis - (3 - strides.length);
        return own < 0 ? 0 : window * strides[own] - before[own] + tap * dilations[own];
    }

    /** Returns the spatial sizes with axes of size 1 in front, three in all. */
    private static long[] flat(long[] sizes) {
        long[] three = {1, 1, 1};
        System.arraycopy(sizes, 2, three, 5 - sizes.length, sizes.length - 2);
        return three;
    }

    private static double[] zeros(long[] sizes) {
        return new double[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    }

    /** Returns Y for X, W and biases, perhaps none. */
    double[] forward(Tensor image, Tensor weights, List<Tensor> biases) {
        double[] result = zeros(y);
        visit((i, k, o) -> result[o] += image.getDouble(i) * weights.getDouble(k));
        addBias(result, y, biases);
        return result;
    }

    /** Returns the gradient of X, the transposed convolution. */
    double[] backward(Tensor gradient, Tensor weights, List<Tensor> biases) {
        double[] result = zeros(x);
        visit((i, k, o) -> result[i] += gradient.getDouble(o) * weights.getDouble(k));
        addBias(result, x, biases);
        return result;
    }

    /** Returns the gradient of W. */
    double[] weightGradient(Tensor image, Tensor gradient) {
        double[] result = zeros(w);
        visit((i, k, o) -> result[k] += image.getDouble(i) * gradient.getDouble(o));
        return result;
    }

    private static void addBias(double[] result, long[] sizes, List<Tensor> biases) {
        long[] spatial = flat(sizes);
        long area = spatial[0] * spatial[1] * spatial[2];
        for (Tensor bias : biases) {
            for (int i = 0; i < result.length; i++) {
                result[i] += bias.getDouble(i / area % sizes[1]);
            }
        }
    }
}
