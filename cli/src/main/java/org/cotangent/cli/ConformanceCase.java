package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.onnx.TensorFiles;
import org.cotangent.onnx.Unsupported;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** A folder in the layout of the ONNX backend tests: a model, and data sets of inputs and expected outputs. */
record ConformanceCase(Path folder) {
    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-7;
    private static final int OTHER_SEEDS = 4;

    /** {@return the cases below these folders} */
    static List<ConformanceCase> find(List<Path> roots) throws IOException {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root.toRealPath())) {
                files.filter(folder -> Files.exists(folder.resolve("model.onnx")))
                        .filter(folder -> !dataSets(folder).isEmpty())
                        .map(ConformanceCase::new)
                        .sorted(Comparator.comparing(c -> c.folder().toString()))
                        .forEach(cases::add);
            }
        }
        return cases;
    }

    private static List<Path> dataSets(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("test_data_set_"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    Verdict run(Cotangent cotangent) {
        try {
            ImportedModel model = Onnx.open(folder.resolve("model.onnx"), cotangent.operators());
            if (!model.unsupported().isEmpty()) {
                return Verdict.unsupported(
                        name(),
                        model.unsupported().stream().map(Unsupported::toString).collect(Collectors.joining("; ")));
            }
            Graph graph = model.graph();
            for (Value value : Stream.concat(graph.inputs().values().stream(), graph.outputs().values().stream()).toList()) {
                if (value.type() instanceof SequenceType
                        || value.type() instanceof OptionalType) {
                    return Verdict.unsupported(name(), value + " is not a tensor");
                }
            }
            boolean random = false;
            for (Path dataSet : dataSets(folder)) {
                Comparison comparison = compare(cotangent, graph, dataSet);
                random |= comparison.random();
                if (!comparison.differences().isEmpty()) {
                    return Verdict.failed(
                            name(), dataSet.getFileName() + ": " + String.join("; ", comparison.differences()));
                }
            }
            return Verdict.passed(name(), random ? "compared by shape and type: it draws random numbers" : "");
        } catch (UnsupportedException e) {
            return Verdict.unsupported(name(), String.valueOf(e.getMessage()));
        } catch (CotangentException e) {
            return Verdict.failed(name(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            return Verdict.failed(name(), e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?"));
        }
    }

    /** What differs, and whether the outputs depend on the seed, so that only shape and type were compared. */
    private record Comparison(List<String> differences, boolean random) {}

    private static Comparison compare(Cotangent cotangent, Graph graph, Path dataSet) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, TensorType> types = new LinkedHashMap<>();
        int k = 0;
        for (String input : graph.inputs().keySet()) {
            Path file = dataSet.resolve("input_" + k++ + ".pb");
            inputs.put(input, TensorFiles.read(file));
            types.put(input, inputs.get(input).type());
        }
        List<String> differences = new ArrayList<>();
        try (Session session = cotangent.plan(graph, types).newSession()) {
            Map<String, Tensor> outputs = session.run(inputs);
            boolean random = isRandom(graph, session, inputs, outputs);
            int i = 0;
            for (String output : graph.outputs().keySet()) {
                Path file = dataSet.resolve("output_" + i++ + ".pb");
                Tensor actual = outputs.get(output);
                if (actual == null || !Files.exists(file)) {
                    continue;
                }
                Tensor expected = TensorFiles.read(file);
                String difference = random
                        ? Closeness.difference(Tensor.allocate(actual.type()), Tensor.allocate(expected.type()), 0, 0)
                        : Closeness.difference(actual, expected, ABSOLUTE, RELATIVE);
                if (difference != null) {
                    differences.add("output '" + output + "' " + difference);
                }
            }
            return new Comparison(differences, random);
        }
    }

    /** An operator that can draw numbers does so if another seed gives other outputs; Dropout at inference does not. */
    private static boolean isRandom(
            Graph graph, Session session, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        if (graph.nodes().stream().noneMatch(node -> node.operator().signature().isRandom())) {
            return false;
        }
        for (int seed = 1; seed <= OTHER_SEEDS; seed++) {
            session.seed(seed);
            Map<String, Tensor> others = session.run(inputs);
            for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
                Tensor other = others.get(output.getKey());
                if (other == null || Closeness.difference(other, output.getValue(), 0, 0) != null) {
                    return true;
                }
            }
        }
        return false;
    }
}
