package org.cotangent.cli.derive;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotangent.cli.Inputs;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.onnx.ExportedModel;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model together with a product of its Jacobian, in ONNX's own operators. */
public abstract sealed class ProductCommand implements Callable<Integer> {
    /** Gradients: products with a vector from the left. */
    @Command(
            name = "vjp",
            description = "Write a model and its vector-Jacobian products as plain ONNX: inputs cotangent.OUTPUT,"
                    + " outputs vjp.NAME.")
    public static final class Vjp extends ProductCommand {
        @Override
        Graph differentiate(Differentiation differentiation, Graph graph, Set<String> wrt) {
            return differentiation.vjp(graph, wrt);
        }
    }

    /** Directional derivatives: products with a vector from the right. */
    @Command(
            name = "jvp",
            description = "Write a model and its Jacobian-vector products as plain ONNX: inputs tangent.NAME, outputs"
                    + " jvp.OUTPUT.")
    public static final class Jvp extends ProductCommand {
        @Override
        Graph differentiate(Differentiation differentiation, Graph graph, Set<String> wrt) {
            return differentiation.jvp(graph, wrt);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--of",
            paramLabel = "OUTPUT",
            split = ",",
            description = "What is differentiated: outputs or inner values. Default: all outputs.")
    private List<String> of = List.of();

    @Option(
            names = "--wrt",
            paramLabel = "NAME",
            split = ",",
            description = "By what: inputs, initializers, or patterns of parameters such as '**'. Default: the inputs"
                    + " that are floats.")
    private List<String> wrt = List.of();

    @Mixin
    private FileOptions files = new FileOptions();

    abstract Graph differentiate(Differentiation differentiation, Graph graph, Set<String> wrt);

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        files.check();
        Cotangent cotangent = Cotangent.load();
        try (Model model = Model.open(cotangent, file)) {
            model.requireSupported();
            Set<String> names = names(model);
            Graph chosen = chosen(cotangent, model.graph(), names);
            Graph forward = cotangent.specialise(chosen, files.types(chosen));
            Graph product = Pruning.live(differentiate(cotangent.differentiation(), forward, names));
            ExportedModel written = files.write(product, cotangent.operators(), files.out());
            out.println(files.out() + ": opset " + written.opset() + ", "
                    + product.inputs().size() + " inputs, " + product.outputs().size() + " outputs");
            written.warnings().forEach(warning -> out.println("note: " + warning));
            out.flush();
            return 0;
        }
    }

    private Set<String> names(Model model) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : wrt) {
            if (model.graph().find(name) != null) {
                names.add(name);
            } else {
                names.addAll(model.select(List.of(name)));
            }
        }
        if (wrt.isEmpty()) {
            model.graph().inputs().forEach((name, value) -> {
                if (value.type() instanceof TensorType type && type.dtype().isFloating()) {
                    names.add(name);
                }
            });
        }
        if (names.isEmpty()) {
            throw new GraphException("no input of the model is a float: say by --wrt what to differentiate by");
        }
        return names;
    }

    /** The graph up to what is differentiated, its initializers among the names being parameters. */
    private Graph chosen(Cotangent cotangent, Graph graph, Set<String> names) {
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        graph.initializers().keySet().stream()
                .filter(value -> names.contains(value.name()))
                .forEach(builder::markParameter);
        if (!of.isEmpty()) {
            builder.clearOutputs();
            for (String name : of) {
                Value value = graph.outputs().getOrDefault(name, graph.find(name));
                if (value == null) {
                    throw new GraphException("the model has no value '" + name + "'; its outputs are "
                            + graph.outputs().keySet());
                }
                builder.output(name, value);
            }
        }
        return builder.build();
    }
}
