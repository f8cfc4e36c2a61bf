package org.cotangent.cli.derive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.cli.NewFile;
import org.cotangent.onnx.ExportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say for which sizes a graph is written, and where. */
final class FileOptions {
    @Mixin
    private NewFile file = new NewFile();

    @Option(
            names = "--shape",
            paramLabel = "INPUT=N,N,...",
            description = "The sizes of an input. May be repeated. Default: those of the model, symbols included.")
    private Map<String, String> shapes = Map.of();

    /** {@return the types of the inputs whose sizes are given} */
    Map<String, TensorType> types(Graph graph) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        shapes.forEach((name, text) ->
                types.put(name, graph.input(name).tensorType().with(Shape.of(sizes(name, text)))));
        return types;
    }

    private static long[] sizes(String name, String text) {
        List<Long> sizes = new ArrayList<>();
        try {
            for (String size : text.isBlank() ? new String[0] : text.split("[,x]", -1)) {
                sizes.add(Long.parseUnsignedLong(size.strip()));
            }
        } catch (NumberFormatException e) {
            throw new ModelException(
                    "--shape " + name + "=" + text + " is not a list of sizes such as " + name + "=1,3,224,224", e);
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    /** Throws {@link ModelException} if no file can be written there. */
    void check() {
        NewFile.requireWritable(out());
        file.options();
    }

    /** {@return where the graph is written} */
    Path out() {
        return file.path();
    }

    /** {@return what was written} */
    ExportedModel write(Graph graph, OperatorLookup operators, Path to) {
        return Onnx.write(graph, operators, to, file.options());
    }
}
