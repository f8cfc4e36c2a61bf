package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/** A convolution, pooled, and a layer. */
record SmallConvolution() implements FormulaNet {
    @Override
    public SequencedMap<String, long[]> weights() {
        SequencedMap<String, long[]> weights = new LinkedHashMap<>();
        weights.put("conv.weight", new long[] {3, 2, 3, 3});
        weights.put("conv.bias", new long[] {3});
        weights.put("fc.weight", new long[] {5, 27});
        weights.put("fc.bias", new long[] {5});
        return weights;
    }

    @Override
    public long[] input() {
        return new long[] {2, 8, 8};
    }

    @Override
    public int classes() {
        return 5;
    }

    @Override
    public Value forward(Formulas f, Value x, Map<String, Value> weights) {
        Value pooled = LeNet.pool(f, f.tanh(LeNet.layer(f, "Conv", x, weights, "conv")), 2);
        return LeNet.layer(f, "Gemm", f.op("Flatten", Attributes.of("axis", 1), pooled), weights, "fc");
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        org.bytedeco.pytorch.Tensor pooled = torch.max_pool2d(torch.tanh(LeNet.convolution(x, weights, "conv")), 2, 2);
        return LeNet.linear(pooled.flatten(1, -1), weights, "fc");
    }
}
