package org.cotangent.cli.derive;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotangent.cli.Inputs;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.onnx.ExportedModel;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private ProductOptions options = new ProductOptions();

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
            Set<String> names = options.names(model);
            Graph chosen = options.chosen(cotangent, model.graph(), names);
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
}
