package org.cotangent.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;

/** Writes a graph as a file, to be opened as a model. */
final class SmallModel {
    static final Cotangent COTANGENT = Cotangent.load();

    private SmallModel() {}

    /** Writes inputs, nodes and outputs. */
    interface Writer {
        void write(GraphBuilder builder, Formulas f);
    }

    static Model of(Path folder, Writer writer) {
        return Model.open(COTANGENT, file(folder, writer));
    }

    static Path file(Path folder, Writer writer) {
        GraphBuilder builder = COTANGENT.graph("small");
        writer.write(builder, new Formulas(builder));
        Graph graph = builder.build();
        try {
            Path file = Files.createTempFile(folder, "small", ".onnx");
            Onnx.write(graph, COTANGENT.operators(), file, ExportOptions.standard());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tensor output(Model model, String name, Tensor x) {
        return Objects.requireNonNull(model.predict(Map.of("x", x)).get(name));
    }

    static Tensor initializer(Model model, String name) {
        Graph graph = model.graph();
        return Objects.requireNonNull(graph.initializers().get(graph.initializer(name)));
    }
}
