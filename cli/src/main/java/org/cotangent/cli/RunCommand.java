package org.cotangent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cotangent.onnx.DatumFiles;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model on tensors from files. */
@Command(name = "run", description = "Run a model on TensorProto files named as the graph's inputs.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Toolbox toolbox = new Toolbox();

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--inputs",
            required = true,
            paramLabel = "DIR",
            description = "Folder with NAME.pb for each input.")
    private Path inputs = Path.of("");

    @Option(
            names = "--outputs",
            required = true,
            paramLabel = "DIR",
            description = "Folder for NAME.pb of each output.")
    private Path outputs = Path.of("");

    @Override
    public Integer call() throws IOException {
        Inputs.requireFolders(List.of(inputs));
        PrintWriter out = Inputs.out(spec);
        try (Model model = Model.open(toolbox.open(), file)) {
            Map<String, Datum> given = new LinkedHashMap<>();
            for (Map.Entry<String, Value> entry : model.graph().inputs().entrySet()) {
                String name = entry.getKey();
                given.put(name, DatumFiles.read(input(name), entry.getValue().type()));
            }
            Map<String, Datum> results = model.predictValues(given);
            Files.createDirectories(outputs);
            results.forEach((name, datum) -> {
                DatumFiles.write(outputs.resolve(fileName(name)), name, datum);
                out.println(name + " " + datum.type());
            });
            out.flush();
            return 0;
        }
    }

    private Path input(String name) throws IOException {
        Path path = inputs.resolve(fileName(name));
        if (Files.exists(path)) {
            return path;
        }
        try (Stream<Path> files = Files.list(inputs)) {
            throw new ModelException("input '" + name + "' needs the file '" + path + "'; the folder has "
                    + files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    /** Characters that do not belong into file names become underscores. */
    private static String fileName(String name) {
        return name.replaceAll("[^A-Za-z0-9_.-]", "_") + ".pb";
    }
}
