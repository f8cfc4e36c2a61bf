package org.cotangent.ops;

import java.util.Arrays;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Layers of networks, with the same stride and padding along all spatial axes. */
public record NnOps(Formulas f) {
    private static long[] repeated(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }

    private static Attributes window(int axes, long stride, long padding) {
        return Attributes.of("strides", repeated(axes, stride)).with("pads", repeated(2 * axes, padding));
    }

    /** {@return {@code x weight^T + bias} for {@code x} [..., in] and {@code weight} [out, in]} */
    public Value linear(Value x, Value weight, @Nullable Value bias) {
        if (x.shape().rank() == 2) {
            return f.op("Gemm", Attributes.of("transB", 1), x, weight, bias);
        }
        Value product = f.matmul(x, f.transposeMatrix(weight));
        return bias == null ? product : f.add(product, bias);
    }

    /**
     * {@return the convolution of {@code x} [batch, channels, ...] with {@code weight} [out, channels / groups, ...]}
     */
    public Value conv(Value x, Value weight, @Nullable Value bias, long stride, long padding, long groups) {
        return f.op("Conv", window(x.shape().rank() - 2, stride, padding).with("group", groups), x, weight, bias);
    }

    /** {@return the largest elements of windows of this size} */
    public Value maxPool(Value x, long size, long stride, long padding) {
        int axes = x.shape().rank() - 2;
        return f.op("MaxPool", window(axes, stride, padding).with("kernel_shape", repeated(axes, size)), x);
    }

    /** {@return the means of windows of this size, padding left out} */
    public Value averagePool(Value x, long size, long stride, long padding) {
        int axes = x.shape().rank() - 2;
        return f.op("AveragePool", window(axes, stride, padding).with("kernel_shape", repeated(axes, size)), x);
    }

    /** {@return the means over all spatial axes, which stay with size 1} */
    public Value globalAveragePool(Value x) {
        return f.op("GlobalAveragePool", x);
    }

    /** {@return the axes from the second on as one} */
    public Value flatten(Value x) {
        return f.op("Flatten", x);
    }

    /** {@return the elements of the last axis with mean 0 and variance 1, then scaled and moved} */
    public Value layerNormalization(Value x, Value scale, @Nullable Value bias, double epsilon) {
        return f.op("LayerNormalization", Attributes.none().with("epsilon", (float) epsilon), x, scale, bias);
    }

    /** {@return the elements of the last axis divided by the root of the mean of their squares, then scaled} */
    public Value rmsNormalization(Value x, Value scale, double epsilon) {
        return f.op("RMSNormalization", Attributes.none().with("epsilon", (float) epsilon), x, scale);
    }

    /** {@return normalisation by given means and variances of channels, as in evaluation} */
    public Value batchNormalization(Value x, Value scale, Value bias, Value mean, Value variance, double epsilon) {
        Attributes attributes = Attributes.none().with("epsilon", (float) epsilon);
        return f.op("BatchNormalization", attributes, x, scale, bias, mean, variance);
    }
}
