package org.cotangent.bench.suite;

import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.bench.OrtPeer;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * A model file, here and in ONNX Runtime.
 *
 * @param symbols sizes that the file leaves open and that both sides are told beforehand
 */
record InferenceWorkload(String name, ModelFile file, Inputs inputs, Map<String, Long> symbols) implements Workload {
    InferenceWorkload(String name, ModelFile file, Inputs inputs) {
        this(name, file, inputs, Map.of());
    }

    /** What a model is given. */
    interface Inputs {
        /**
         * {@return an input for each of the model, the same at each call}
         *
         * @param sizes of the inputs by name, -1 where the model leaves them open
         */
        Map<String, Tensor> of(SequencedMap<String, long[]> sizes);
    }

    @Override
    public Kind kind() {
        return Kind.INFERENCE;
    }

    @Override
    public double tolerance() {
        return Tolerance.of(DType.FLOAT);
    }

    @Override
    public void loadPeer() {
        OrtPeer.load();
    }

    @Override
    public Side ours(Setting setting) {
        return new CotangentInference(setting.cotangent(), file.in(setting), inputs);
    }

    @Override
    public Side theirs(Setting setting) {
        return new OrtInference(setting, file.in(setting), inputs, symbols);
    }
}
