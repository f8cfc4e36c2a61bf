package org.cotangent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotangent.cli.derive.ProductOptions;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.picture.DotWriter;
import org.cotangent.picture.HtmlWriter;
import org.cotangent.picture.Picture;
import org.cotangent.picture.SvgWriter;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a model or a derivative of it. */
@Command(name = "graph", description = "Draw a model, or its gradient, as a page to explore, as SVG, or as DOT.")
final class GraphCommand implements Callable<Integer> {
    /** How the picture is written. */
    enum Format {
        HTML,
        SVG,
        DOT
    }

    /** What is drawn together with the model. */
    enum Product {
        VJP,
        JVP
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
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write. Default: the model's name with the format's ending, in this folder.")
    private @Nullable Path out;

    @Option(
            names = "--derivative",
            paramLabel = "D",
            description = "Draw this product of the Jacobian with the model: ${COMPLETION-CANDIDATES}.")
    private @Nullable Product derivative;

    @Mixin
    private ProductOptions options = new ProductOptions();

    @Option(names = "--open-groups", description = "Open all groups. Default: as many as one sees at once.")
    private boolean openGroups;

    @Override
    public Integer call() throws IOException {
        PrintWriter console = Inputs.out(spec);
        Path target = target();
        NewFile.requireWritable(target);
        if (derivative == null && options.areGiven()) {
            throw new GraphException("--of and --wrt say what is differentiated: add --derivative vjp or jvp");
        }
        Cotangent cotangent = Cotangent.load();
        try (Model model = Model.open(cotangent, file)) {
            Picture picture = picture(cotangent, model);
            Set<Integer> open = openGroups ? picture.everyGroup() : picture.openAtFirst();
            Files.writeString(
                    target,
                    switch (format) {
                        case HTML -> HtmlWriter.write(picture, open);
                        case SVG -> SvgWriter.write(picture, open);
                        case DOT -> DotWriter.write(picture);
                    });
            console.println(target + ": " + picture.root().operators() + " operators");
            console.flush();
            return 0;
        }
    }

    private Path target() {
        if (out != null) {
            return out;
        }
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
        return Path.of(stem + "." + format.name().toLowerCase(Locale.ROOT));
    }

    private Picture picture(Cotangent cotangent, Model model) {
        String title = String.valueOf(file.getFileName());
        if (derivative == null) {
            return Picture.of(model.graph(), title);
        }
        model.requireSupported();
        Set<String> names = options.names(model);
        Graph forward = cotangent.specialise(options.chosen(cotangent, model.graph(), names), Map.of());
        Differentiation differentiation = cotangent.differentiation();
        Graph product = switch (derivative) {
            case VJP -> differentiation.vjp(forward, names);
            case JVP -> differentiation.jvp(forward, names);
        };
        return Picture.of(
                Pruning.live(product), title + ", " + derivative.name().toLowerCase(Locale.ROOT), forward);
    }
}
