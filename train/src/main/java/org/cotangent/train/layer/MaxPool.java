package org.cotangent.train.layer;

import java.util.Arrays;
import java.util.List;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;

/** The largest elements of windows, over all spatial axes of [batch, channels, ...]. */
public final class MaxPool extends UnaryLayer {
    private final Window window;
    private final List<Long> sizes;

    /** Windows of this size that stand side by side. */
    public MaxPool(long size) {
        this(Window.of(), size);
    }

    /** Windows of these sizes, one for all axes or one for each. */
    public MaxPool(Window window, long... sizes) {
        this.window = window;
        this.sizes = Arrays.stream(sizes).boxed().toList();
    }

    @Override
    public Variable forward(Variable x) {
        return x.maxPool(window, sizes.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    protected String settings() {
        return sizes.toString();
    }
}
