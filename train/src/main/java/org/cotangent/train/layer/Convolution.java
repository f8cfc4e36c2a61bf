package org.cotangent.train.layer;

import java.util.Arrays;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.spi.ShapeException;
import org.jspecify.annotations.Nullable;

/** What convolutions over one, two or three axes share. Kernels are windows that slide over [batch, channels, ...]. */
abstract sealed class Convolution extends UnaryLayer
        permits Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    private final int axes;
    final Parameter weight;
    final @Nullable Parameter bias;
    final Window window;

    /**
     * A convolution.
     *
     * @param transposed whether the weight is [in, out / groups, ...] instead of [out, in / groups, ...]
     */
    Convolution(int axes, boolean transposed, long inputs, long outputs, Window window, boolean bias, long... kernel) {
        this.axes = axes;
        this.window = window;
        long groups = window.groups();
        if (inputs % groups != 0 || outputs % groups != 0) {
            throw new ShapeException(
                    "channels " + inputs + " and " + outputs + " cannot be divided into " + groups + " groups");
        }
        long[] sizes = new long[axes + 2];
        sizes[0] = transposed ? inputs : outputs;
        sizes[1] = (transposed ? outputs : inputs) / groups;
        if (kernel.length != 1 && kernel.length != axes) {
            throw new ShapeException(
                    "a kernel over " + axes + " axes has 1 or " + axes + " sizes, not " + kernel.length);
        }
        for (int i = 0; i < axes; i++) {
            sizes[i + 2] = kernel[kernel.length == 1 ? 0 : i];
        }
        long fan = Arrays.stream(sizes).skip(1).reduce(1, (a, b) -> a * b);
        this.weight = parameter(Bounds.of(fan), sizes);
        this.bias = bias ? parameter(Bounds.of(fan), outputs) : null;
    }

    public final Parameter weight() {
        return weight;
    }

    public final @Nullable Parameter bias() {
        return bias;
    }

    @Override
    public final Variable forward(Variable x) {
        if (x.rank() != axes + 2) {
            throw new ShapeException(getClass().getSimpleName() + " takes [batch, channels, " + axes
                    + " spatial axes], not " + x.type());
        }
        return convolve(x);
    }

    abstract Variable convolve(Variable x);

    @Override
    protected String settings() {
        return weight.type().shape() + (window.equals(Window.of()) ? "" : ", " + window);
    }
}
