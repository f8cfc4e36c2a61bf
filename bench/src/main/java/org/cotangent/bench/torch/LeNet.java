package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/**
 * The convolutional network of Fleuret's deep learning course for pictures of 28 x 28: two convolutions 5 x 5 with 32
 * and 64 channels, each pooled (3 x 3, 2 x 2) and rectified, then layers of 200 and 10.
 */
public record LeNet() implements FormulaNet {
    @Override
    public SequencedMap<String, long[]> weights() {
        SequencedMap<String, long[]> weights = new LinkedHashMap<>();
        weights.put("conv1.weight", new long[] {32, 1, 5, 5});
        weights.put("conv1.bias", new long[] {32});
        weights.put("conv2.weight", new long[] {64, 32, 5, 5});
        weights.put("conv2.bias", new long[] {64});
        weights.put("fc1.weight", new long[] {200, 256});
        weights.put("fc1.bias", new long[] {200});
        weights.put("fc2.weight", new long[] {10, 200});
        weights.put("fc2.bias", new long[] {10});
        return weights;
    }

    @Override
    public long[] input() {
        return new long[] {1, 28, 28};
    }

    @Override
    public int classes() {
        return 10;
    }

    @Override
    public Value forward(Formulas f, Value x, Map<String, Value> weights) {
        Value first = f.op("Relu", pool(f, layer(f, "Conv", x, weights, "conv1"), 3));
        Value second = f.op("Relu", pool(f, layer(f, "Conv", first, weights, "conv2"), 2));
        Value flat = f.op("Flatten", Attributes.of("axis", 1), second);
        Value hidden = f.op("Relu", layer(f, "Gemm", flat, weights, "fc1"));
        return layer(f, "Gemm", hidden, weights, "fc2");
    }

    /** {@return a convolution, or a product with the transposed weights, and the bias} */
    static Value layer(Formulas f, String type, Value x, Map<String, Value> weights, String name) {
        Attributes attributes = type.equals("Gemm") ? Attributes.of("transB", 1) : Attributes.none();
        return f.op(type, attributes, x, get(weights, name + ".weight"), get(weights, name + ".bias"));
    }

    static Value pool(Formulas f, Value x, long size) {
        long[] window = {size, size};
        return f.op("MaxPool", Attributes.of("kernel_shape", window).with("strides", window), x);
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        org.bytedeco.pytorch.Tensor first = torch.relu(torch.max_pool2d(convolution(x, weights, "conv1"), 3, 3));
        org.bytedeco.pytorch.Tensor second = torch.relu(torch.max_pool2d(convolution(first, weights, "conv2"), 2, 2));
        org.bytedeco.pytorch.Tensor hidden = torch.relu(linear(second.flatten(1, -1), weights, "fc1"));
        return linear(hidden, weights, "fc2");
    }

    static org.bytedeco.pytorch.Tensor convolution(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        TensorOptional bias = new TensorOptional(get(weights, name + ".bias"));
        return torch.conv2d(
                x, get(weights, name + ".weight"), bias, new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 1);
    }

    static org.bytedeco.pytorch.Tensor linear(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        return torch.linear(x, get(weights, name + ".weight"), new TensorOptional(get(weights, name + ".bias")));
    }

    private static <T> T get(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }
}
