package org.cotangent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.picture.DotWriter;
import org.cotangent.picture.HtmlWriter;
import org.cotangent.picture.Picture;
import org.cotangent.picture.SvgWriter;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a model or its gradient. */
@Command(name = "graph", description = "Draw a model, or its gradient, as a page to explore, as SVG, or as DOT.")
final class GraphCommand implements Callable<Integer> {
    /** How the picture is written. */
    enum Format {
        HTML,
        SVG,
        DOT
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "html",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Format format = Format.HTML;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file to write. Default: the model's name with the format's ending, in this folder.")
    private @Nullable Path output;

    @Option(
            names = "--gradient",
            paramLabel = "OUTPUT:INPUT",
            split = ",",
            description = "Draw the vector-Jacobian products of these outputs by these inputs or initializers, with"
                    + " the model. May be repeated.")
    private List<String> gradient = List.of();

    @Option(names = "--open-groups", description = "Open all groups. Default: as many as one sees at once.")
    private boolean openGroups;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Inputs.out(spec);
        Cotangent cotangent = Cotangent.load();
        try (Model model = Model.open(cotangent, file)) {
            Picture picture = picture(cotangent, model.graph());
            Set<Integer> open = openGroups ? picture.everyGroup() : picture.openAtFirst();
            String text = switch (format) {
                case HTML -> HtmlWriter.write(picture, open);
                case SVG -> SvgWriter.write(picture, open);
                case DOT -> DotWriter.write(picture);
            };
            Path target = target();
            Files.writeString(target, text);
            out.println(target + ": " + picture.root().operators() + " operators");
            out.flush();
            return 0;
        }
    }

    private Path target() {
        if (output != null) {
            return output;
        }
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
        return Path.of(stem + "." + format.name().toLowerCase(Locale.ROOT));
    }

    private Picture picture(Cotangent cotangent, Graph graph) {
        String title = String.valueOf(file.getFileName());
        if (gradient.isEmpty()) {
            return Picture.of(graph, title);
        }
        Set<String> outputs = new LinkedHashSet<>();
        Set<String> inputs = new LinkedHashSet<>();
        for (String pair : gradient) {
            int colon = middle(pair, graph);
            outputs.add(pair.substring(0, colon));
            inputs.add(pair.substring(colon + 1));
        }
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        builder.clearOutputs();
        outputs.forEach(name -> builder.output(name, value(graph, name)));
        graph.initializers().keySet().stream()
                .filter(value -> inputs.contains(value.name()))
                .forEach(builder::markParameter);
        Graph forward = cotangent.specialise(builder.build(), Map.of());
        Set<Value> known = forward.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .collect(Collectors.toSet());
        Graph product = Pruning.live(cotangent.differentiation().vjp(forward, inputs));
        return Picture.of(product, title + ", gradient", node -> Collections.disjoint(known, node.outputs()));
    }

    /** Names may have colons: the one that parts the pair has names of the model on both sides. */
    private static int middle(String pair, Graph graph) {
        List<Integer> colons = new ArrayList<>();
        for (int i = pair.indexOf(':'); i >= 0; i = pair.indexOf(':', i + 1)) {
            colons.add(i);
        }
        return colons.stream()
                .filter(i -> found(graph, pair.substring(0, i)) && found(graph, pair.substring(i + 1)))
                .findFirst()
                .orElseThrow(() -> new GraphException("--gradient " + pair
                        + " is not OUTPUT:INPUT; the model has the outputs "
                        + graph.outputs().keySet() + " and the inputs "
                        + graph.inputs().keySet()));
    }

    private static boolean found(Graph graph, String name) {
        return graph.outputs().containsKey(name) || graph.find(name) != null;
    }

    private static Value value(Graph graph, String name) {
        Value value = graph.outputs().getOrDefault(name, graph.find(name));
        if (value == null) {
            throw new GraphException("the model has no value '" + name + "'");
        }
        return value;
    }
}
