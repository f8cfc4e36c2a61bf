package org.cotangent.cli;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.TrainingGraph;

/** ONNX Runtime trains a model by the files that are written of a step. */
final class OnnxRuntimeTraining implements AutoCloseable {
    private final OnnxRuntimePeer step;
    private final Map<String, Tensor> state;

    OnnxRuntimeTraining(Cotangent cotangent, TrainingGraph graphs, Path folder) throws OrtException {
        try (OnnxRuntimePeer initial = new OnnxRuntimePeer(write(cotangent, graphs.initial(), folder, "initial"))) {
            this.state = initial.run(Map.of());
        }
        this.step = new OnnxRuntimePeer(write(cotangent, graphs.step(), folder, "step"));
    }

    private static Path write(Cotangent cotangent, Graph graph, Path folder, String name) {
        Path file = folder.resolve(name + ".onnx");
        Onnx.write(graph, cotangent.operators(), file, ExportOptions.standard());
        return file;
    }

    /** {@return the loss of a step with this rate, inputs and targets} */
    double step(double rate, Map<String, Tensor> samples) throws OrtException {
        Map<String, Tensor> inputs = new HashMap<>(state);
        inputs.putAll(samples);
        inputs.put(TrainingGraph.RATE, Tensor.scalar((float) rate));
        Map<String, Tensor> outputs = step.run(inputs);
        state.replaceAll((name, old) -> Objects.requireNonNull(outputs.get(TrainingGraph.NEXT + name)));
        return Objects.requireNonNull(outputs.get("training.loss")).getDouble(0);
    }

    /** {@return the number of steps that the state counts} */
    double steps() {
        return Objects.requireNonNull(state.get(TrainingGraph.STEP)).getDouble(0);
    }

    /** {@return weights and what the optimiser keeps, without the number of steps} */
    Map<String, Tensor> state() {
        Map<String, Tensor> kept = new HashMap<>(state);
        kept.remove(TrainingGraph.STEP);
        return kept;
    }

    @Override
    public void close() throws OrtException {
        step.close();
    }
}
