package org.cotangent.train.layer;

import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;

/**
 * Convolution over three axes, from [batch, in, ...] to [batch, out, ...], with a weight [out, in / groups, ...] and a
 * bias. Both begin uniform in {@code +-1 / sqrt(fan in)}.
 */
public final class Conv3d extends Convolution {
    /** Stride 1, no padding; the kernel is {@code (d, h, w)} or {@code k} for all. */
    public Conv3d(long inputs, long outputs, long... kernel) {
        this(inputs, outputs, Window.of(), kernel);
    }

    /** Stride, padding, dilation and groups as in the window. */
    public Conv3d(long inputs, long outputs, Window window, long... kernel) {
        this(inputs, outputs, window, true, kernel);
    }

    public Conv3d(long inputs, long outputs, Window window, boolean bias, long... kernel) {
        super(3, false, inputs, outputs, window, bias, kernel);
    }

    @Override
    Variable convolve(Variable x) {
        return x.conv(weight, bias, window);
    }
}
