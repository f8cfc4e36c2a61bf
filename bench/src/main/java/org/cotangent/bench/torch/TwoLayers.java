package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** A perceptron: a hidden layer, rectified, and scores. */
public record TwoLayers(long inputs, long hidden, int classes) implements FormulaNet {
    @Override
    public SequencedMap<String, long[]> weights() {
        SequencedMap<String, long[]> weights = new LinkedHashMap<>();
        weights.put("fc1.weight", new long[] {hidden, inputs});
        weights.put("fc1.bias", new long[] {hidden});
        weights.put("fc2.weight", new long[] {classes, hidden});
        weights.put("fc2.bias", new long[] {classes});
        return weights;
    }

    @Override
    public long[] input() {
        return new long[] {inputs};
    }

    @Override
    public Value forward(Formulas f, Value x, Map<String, Value> weights) {
        return LeNet.layer(f, "Gemm", f.op("Relu", LeNet.layer(f, "Gemm", x, weights, "fc1")), weights, "fc2");
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        return LeNet.linear(torch.relu(LeNet.linear(x, weights, "fc1")), weights, "fc2");
    }
}
