package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** Two layers with a hyperbolic tangent between them. */
record Mlp() implements FormulaNet {
    @Override
    public SequencedMap<String, long[]> weights() {
        SequencedMap<String, long[]> weights = new LinkedHashMap<>();
        weights.put("fc1.weight", new long[] {9, 6});
        weights.put("fc1.bias", new long[] {9});
        weights.put("fc2.weight", new long[] {4, 9});
        weights.put("fc2.bias", new long[] {4});
        return weights;
    }

    @Override
    public long[] input() {
        return new long[] {6};
    }

    @Override
    public int classes() {
        return 4;
    }

    @Override
    public Value forward(Formulas f, Value x, Map<String, Value> weights) {
        return LeNet.layer(f, "Gemm", f.tanh(LeNet.layer(f, "Gemm", x, weights, "fc1")), weights, "fc2");
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        return LeNet.linear(torch.tanh(LeNet.linear(x, weights, "fc1")), weights, "fc2");
    }
}
