package org.cotangent.train.layer;

import java.util.Arrays;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;

/**
 * Transposed convolution over three axes, from [batch, in, ...] to [batch, out, ...], with a weight [in, out / groups,
 * ...] and a bias. Each axis of size n becomes {@code (n - 1) stride - 2 padding + dilation (k - 1) + outputPadding +
 * 1}.
 */
public final class ConvTranspose3d extends Convolution {
    private final long[] outputPadding;

    /** Stride 1, no padding; the kernel is {@code (d, h, w)} or {@code k} for all. */
    public ConvTranspose3d(long inputs, long outputs, long... kernel) {
        this(inputs, outputs, Window.of(), kernel);
    }

    /** Stride, padding, dilation and groups as in the window. */
    public ConvTranspose3d(long inputs, long outputs, Window window, long... kernel) {
        this(inputs, outputs, window, true, 0, kernel);
    }

    /** @param outputPadding what is added to the size of each axis, at its end */
    public ConvTranspose3d(long inputs, long outputs, Window window, boolean bias, long outputPadding, long... kernel) {
        super(3, true, inputs, outputs, window, bias, kernel);
        this.outputPadding = new long[3];
        Arrays.fill(this.outputPadding, outputPadding);
    }

    @Override
    Variable convolve(Variable x) {
        return x.convTranspose(weight, bias, window, outputPadding);
    }
}
