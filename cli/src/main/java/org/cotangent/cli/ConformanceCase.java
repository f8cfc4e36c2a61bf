package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.DatumFiles;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.onnx.Unsupported;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

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

    /** {@return the qualified names of the operators that a graph calls, also in the graphs of attributes} */
    static Set<String> operators(Graph graph) {
        Set<String> names = new TreeSet<>();
        for (Node node : graph.nodes()) {
            names.add(node.operator().id().qualifiedName());
            for (Attribute attribute : node.attributes().asMap().values()) {
                if (attribute instanceof Attribute.OfGraph(Graph body, int captures)) {
                    names.addAll(operators(body));
                }
            }
        }
        return names;
    }

    Verdict run(Cotangent cotangent) {
        List<String> operators = new ArrayList<>();
        return run(cotangent, operators).of(operators);
    }

    private Verdict run(Cotangent cotangent, List<String> operators) {
        try {
            ImportedModel model = Onnx.open(folder.resolve("model.onnx"), cotangent.operators());
            operators.addAll(operators(model.graph()));
            if (!model.unsupported().isEmpty()) {
                return Verdict.unsupported(
                        name(),
                        model.unsupported().stream().map(Unsupported::toString).collect(Collectors.joining("; ")));
            }
            Graph graph = model.graph();
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
        Map<String, Datum> inputs = new LinkedHashMap<>();
        Map<String, ValueType> types = new LinkedHashMap<>();
        int k = 0;
        for (Map.Entry<String, Value> input : graph.inputs().entrySet()) {
            Path file = dataSet.resolve("input_" + k++ + ".pb");
            Datum datum = DatumFiles.read(file, input.getValue().type());
            inputs.put(input.getKey(), datum);
            types.put(input.getKey(), datum.type());
        }
        List<String> differences = new ArrayList<>();
        try (Session session = cotangent.plan(graph, types).newSession()) {
            Map<String, Datum> outputs = session.runValues(inputs);
            boolean random = isRandom(graph, session, inputs, outputs);
            int i = 0;
            for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
                Path file = dataSet.resolve("output_" + i++ + ".pb");
                Datum actual = outputs.get(output.getKey());
                if (actual == null || !Files.exists(file)) {
                    continue;
                }
                Datum expected = DatumFiles.read(file, output.getValue().type());
                String difference = random
                        ? Closeness.difference(blank(actual), blank(expected), 0, 0)
                        : Closeness.difference(actual, expected, ABSOLUTE, RELATIVE);
                if (difference != null) {
                    differences.add("output '" + output.getKey() + "' " + difference);
                }
            }
            return new Comparison(differences, random);
        }
    }

    /** Of a random tensor, type and sizes are what counts. */
    private static Datum blank(Datum datum) {
        return datum instanceof Tensor tensor ? Tensor.allocate(tensor.type()) : datum;
    }

    /** An operator that can draw numbers does so if another seed gives other outputs; Dropout at inference does not. */
    private static boolean isRandom(
            Graph graph, Session session, Map<String, Datum> inputs, Map<String, Datum> outputs) {
        if (graph.nodes().stream().noneMatch(Node::isRandom)) {
            return false;
        }
        for (int seed = 1; seed <= OTHER_SEEDS; seed++) {
            session.seed(seed);
            Map<String, Datum> others = session.runValues(inputs);
            for (Map.Entry<String, Datum> output : outputs.entrySet()) {
                Datum other = others.get(output.getKey());
                if (other == null || Closeness.difference(other, output.getValue(), 0, 0) != null) {
                    return true;
                }
            }
        }
        return false;
    }
}
