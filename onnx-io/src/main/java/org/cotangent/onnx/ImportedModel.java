package org.cotangent.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;

/**
 * A model file and the graph made of it.
 *
 * @param file where the model lies
 * @param header what the file says of itself
 * @param graph the graph; its inputs, outputs and initializers have the names of the file
 * @param initializers the tensors of the file's main graph by their names in the file, dense, as values of the graph
 * @param overridable those of {@code initializers} that the file declares as inputs too: defaults that a run could
 *     replace if the model is {@linkplain OnnxImporter#read(Path, java.util.Set) read} with them as inputs
 * @param unsupported every operator that cannot run here, one entry for each operator and reason
 * @param warnings what the reader should know although the model was read
 */
public record ImportedModel(
        Path file,
        ModelHeader header,
        Graph graph,
        SequencedMap<String, Value> initializers,
        SequencedMap<String, Value> overridable,
        List<Unsupported> unsupported,
        List<String> warnings) {
    public ImportedModel {
        unsupported = List.copyOf(unsupported);
        warnings = List.copyOf(warnings);
    }
}
