package org.cotangent.autograd;

import org.cotangent.ops.Ops;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What networks are made of. Batches come first, then channels, then spatial axes. */
abstract sealed class NetworkMethods extends ShapeMethods permits Variable {
    /** A function of this, of weights, and of a bias that may be absent. */
    private interface Weighted {
        Value of(Ops ops, Value x, Value weight, @Nullable Value bias);
    }

    private Variable weighted(Operand weight, @Nullable Operand bias, Weighted function) {
        Autograd inner = autograd().joined(weight);
        Autograd joined = bias == null ? inner : inner.joined(bias);
        Value last = bias == null ? null : bias.in(joined).value();
        return joined.variable(
                function.of(joined.ops(), value(), weight.in(joined).value(), last));
    }

    /** {@return {@code x weight^T + bias} for {@code x} [..., in] and {@code weight} [out, in]} */
    public Variable linear(Operand weight, @Nullable Operand bias) {
        return weighted(weight, bias, (ops, x, w, b) -> ops.nn().linear(x, w, b));
    }

    /** {@return the convolution with {@code weight} [out, channels / groups, ...]} */
    public Variable conv(Operand weight, @Nullable Operand bias, Window window) {
        Attributes attributes = window.attributes(value().shape().rank() - 2);
        return weighted(weight, bias, (ops, x, w, b) -> ops.f().op("Conv", attributes, x, w, b));
    }

    /** {@return the convolution with stride 1 and no padding} */
    public Variable conv(Operand weight, @Nullable Operand bias) {
        return conv(weight, bias, Window.of());
    }

    /** {@return the transposed convolution with {@code weight} [channels, out / groups, ...]} */
    public Variable convTranspose(Operand weight, @Nullable Operand bias, Window window, long... outputPadding) {
        int axes = value().shape().rank() - 2;
        Attributes plain = window.attributes(axes);
        Attributes attributes =
                outputPadding.length == 0 ? plain : plain.with("output_padding", Window.along(axes, outputPadding));
        return weighted(weight, bias, (ops, x, w, b) -> ops.f().op("ConvTranspose", attributes, x, w, b));
    }

    /** {@return the largest elements of windows that stand side by side} */
    public Variable maxPool(long size) {
        return maxPool(Window.of(), size);
    }

    /** {@return the largest elements of windows of these sizes} */
    public Variable maxPool(Window window, long... sizes) {
        Attributes attributes = window.pooling(value().shape().rank() - 2, sizes);
        return of(f().op("MaxPool", attributes, value()));
    }

    /** {@return the means of windows that stand side by side} */
    public Variable averagePool(long size) {
        return averagePool(Window.of(), size);
    }

    /** {@return the means of windows of these sizes; zeros of the padding count, as in PyTorch} */
    public Variable averagePool(Window window, long... sizes) {
        Attributes attributes =
                window.pooling(value().shape().rank() - 2, sizes).with("count_include_pad", 1L);
        return of(f().op("AveragePool", attributes, value()));
    }

    /** {@return the means over all spatial axes, which stay with size 1} */
    public Variable globalAveragePool() {
        return of(ops().nn().globalAveragePool(value()));
    }

    /**
     * {@return elements set to zero with a probability, the others divided by one minus it}
     *
     * @param training whether anything happens at all
     */
    public Variable dropout(double probability, boolean training) {
        if (!training || probability == 0) {
            return of(value());
        }
        return of(f().op(
                        "Dropout",
                        value(),
                        f().constant(Tensor.scalar((float) probability)),
                        f().constant(Tensor.of(new boolean[] {true}))));
    }

    /** {@return the elements of the last axis with mean 0 and variance 1, then scaled and moved} */
    public Variable layerNorm(Operand scale, @Nullable Operand bias, double epsilon) {
        return weighted(scale, bias, (ops, x, s, b) -> ops.nn().layerNormalization(x, s, b, epsilon));
    }

    /** {@return row {@code i} of {@code table} for each index {@code i}; this holds the indices} */
    public Variable embedding(Operand table) {
        return with(table, (ops, indices, rows) -> ops.f().gather(rows, indices, 0));
    }
}
