package org.cotangent.bench.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * A decoder as exporters of PyTorch write GPT-2: attention, layer normalisation and Gelu in operators of their own,
 * keys and values of the tokens before as inputs, those of all tokens as outputs.
 */
record GptDecoder(int layers, long heads, long headSize, long vocabulary, long context) {
    /** {@return new tokens after others whose keys and values are cached} */
    Workload workload(String name, long past, long tokens) {
        return new InferenceWorkload(
                name,
                ModelFile.exported("gpt-" + layers + "-" + width() + "-" + vocabulary, this::graph),
                _ -> inputs(past, tokens),
                Map.of("past", past, "tokens", tokens));
    }

    long width() {
        return heads * headSize;
    }

    private Map<String, Tensor> inputs(long past, long tokens) {
        RandomTensors random = new RandomTensors(31);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", random.integers(vocabulary, 1, tokens));
        Tensor positions = Tensor.allocate(DType.INT64, 1, tokens);
        for (long i = 0; i < tokens; i++) {
            positions.setLong(i, past + i);
        }
        inputs.put("position_ids", positions);
        for (int layer = 0; layer < layers; layer++) {
            inputs.put("past." + layer + ".key", random.floats(1, 1, heads, past, headSize));
            inputs.put("past." + layer + ".value", random.floats(1, 1, heads, past, headSize));
        }
        return inputs;
    }

    private Graph graph(Cotangent cotangent) {
        return new GptGraph(this, cotangent.graph("gpt")).write();
    }
}
