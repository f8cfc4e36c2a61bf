package org.cotangent.onnx;

import java.nio.file.Path;
import java.util.List;

/**
 * A model file that was written.
 *
 * @param opset the version of ONNX's operators that it uses
 * @param irVersion the version of the file format
 * @param warnings what keeps other runtimes from running it
 */
public record ExportedModel(Path file, int opset, int irVersion, List<String> warnings) {
    public ExportedModel {
        warnings = List.copyOf(warnings);
    }
}
