package org.cotangent.bench.suite;

import java.nio.file.Path;
import java.util.Map;
import org.cotangent.bench.OrtPeer;
import org.cotangent.spi.tensor.Tensor;

/** A model file in ONNX Runtime. */
final class OrtInference implements Side {
    private final OrtPeer peer;

    OrtInference(Setting setting, Path file, InferenceWorkload.Inputs source, Map<String, Long> symbols) {
        peer = new OrtPeer(file, setting.threads(), symbols);
        peer.bind(source.of(peer.sizes()));
    }

    @Override
    public void run() {
        peer.run();
    }

    @Override
    public Map<String, Tensor> results() {
        return peer.outputs();
    }

    @Override
    public void close() {
        peer.close();
    }
}
