package org.cotangent.testkit.law;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;

/** A graph written as an ONNX file and read again. */
final class RoundTrip implements UnaryOperator<Graph> {
    private final OperatorLookup operators;

    RoundTrip(OperatorLookup operators) {
        this.operators = operators;
    }

    @Override
    public Graph apply(Graph graph) {
        try {
            Path folder = Files.createTempDirectory("cotangent");
            Path file = folder.resolve("model.onnx");
            try {
                Onnx.write(graph, operators, file, ExportOptions.standard());
                ImportedModel model = Onnx.open(file, operators);
                if (!model.unsupported().isEmpty()) {
                    throw new UnsupportedException("the file that was written cannot be run: " + model.unsupported());
                }
                return model.graph();
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
