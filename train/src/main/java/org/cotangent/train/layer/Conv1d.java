package org.cotangent.train.layer;

import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;

/**
 * Convolution over one axis, from [batch, in, ...] to [batch, out, ...], with a weight [out, in / groups, ...] and a
 * bias. Both begin uniform in {@code +-1 / sqrt(fan in)}.
 */
public final class Conv1d extends Convolution {
    /** Stride 1, no padding; the kernel is {@code k}. */
    public Conv1d(long inputs, long outputs, long... kernel) {
        this(inputs, outputs, Window.of(), kernel);
    }

    /** Stride, padding, dilation and groups as in the window. */
    public Conv1d(long inputs, long outputs, Window window, long... kernel) {
        this(inputs, outputs, window, true, kernel);
    }

    public Conv1d(long inputs, long outputs, Window window, boolean bias, long... kernel) {
        super(1, false, inputs, outputs, window, bias, kernel);
    }

    @Override
    Variable convolve(Variable x) {
        return x.conv(weight, bias, window);
    }
}
