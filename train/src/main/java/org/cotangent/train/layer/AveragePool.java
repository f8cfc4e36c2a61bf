package org.cotangent.train.layer;

import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;

/** The means of windows, over all spatial axes of [batch, channels, ...]; zeros of the padding count. */
public final class AveragePool extends UnaryLayer {
    private final Window window;
    private final long[] sizes;

    /** Windows of this size that stand side by side. */
    public AveragePool(long size) {
        this(Window.of().stride(size), size);
    }

    /** Windows of these sizes, one for all axes or one for each. */
    public AveragePool(Window window, long... sizes) {
        this.window = window;
        this.sizes = sizes.clone();
    }

    @Override
    public Variable forward(Variable x) {
        return x.averagePool(window, sizes);
    }
}
