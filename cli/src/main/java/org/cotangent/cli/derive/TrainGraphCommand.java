package org.cotangent.cli.derive;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotangent.cli.Inputs;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportedModel;
import org.cotangent.spi.GraphException;
import org.cotangent.train.GradientClip;
import org.cotangent.train.Model;
import org.cotangent.train.TrainingGraph;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.tune.BatchNormalizationPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a training step, and the state before the first, as files that any runtime of ONNX can run. */
@Command(
        name = "train-graph",
        description = "Write a whole training step as plain ONNX: forward, loss, gradients, optimiser; weights and"
                + " state go in and come out. A second file, FILE.init.onnx, gives the state to begin with.")
public final class TrainGraphCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "What the loss is taken of; default: the only output.")
    private @Nullable String output;

    @Option(
            names = "--loss",
            defaultValue = "cross_entropy",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). With output the model computes its loss.")
    private Losses loss = Losses.CROSS_ENTROPY;

    @Option(names = "--optimizer", defaultValue = "adamw", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Optimizers optimizer = Optimizers.ADAMW;

    @Option(names = "--momentum", defaultValue = "0", description = "Of SGD (${DEFAULT-VALUE}).")
    private double momentum;

    @Option(names = "--weight-decay", defaultValue = "0", description = "Weight decay (${DEFAULT-VALUE}).")
    private double decay;

    @Option(
            names = "--clip",
            defaultValue = "0",
            description = "Largest norm of the gradient, 0 for any (${DEFAULT-VALUE}).")
    private double clip;

    @Option(
            names = "--train",
            paramLabel = "PATTERN",
            description = "Train these parameters and nothing else. May be repeated. Default: all that can be.")
    private List<String> train = List.of();

    @Option(names = "--freeze", paramLabel = "PATTERN", description = "Do not train these. May be repeated.")
    private List<String> freeze = List.of();

    @Option(
            names = "--batchnorm",
            defaultValue = "frozen",
            description = "${COMPLETION-CANDIDATES}: normalise by running statistics, or by the batch's, updating them"
                    + " (${DEFAULT-VALUE}).")
    private BatchNormalizationPolicy batchNormalization = BatchNormalizationPolicy.FROZEN;

    @Mixin
    private FileOptions files = new FileOptions();

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        files.check();
        Cotangent cotangent = Cotangent.load();
        try (Model original = Model.open(cotangent, file)) {
            original.requireSupported();
            Model model = chosen(original.withBatchNormalization(batchNormalization));
            TrainingStep.Recipe recipe = new TrainingStep.Recipe(
                    output(model),
                    loss.loss(),
                    optimizer.optimizer(momentum, decay),
                    clip == 0 ? null : GradientClip.at(clip),
                    model.trained());
            TrainingGraph training =
                    TrainingGraph.of(cotangent, model.trainingGraph(), recipe, files.types(model.graph()));
            ExportedModel written = files.write(training.step(), cotangent.operators(), files.out());
            Path initial = files.out().resolveSibling(files.out().getFileName() + ".init.onnx");
            files.write(training.initial(), cotangent.operators(), initial);
            out.println(files.out() + ": one step, opset " + written.opset() + ", "
                    + training.state().size() + " tensors of state of which "
                    + model.trained().size() + " are trained");
            out.println(initial + ": the state to begin with");
            written.warnings().forEach(warning -> out.println("note: " + warning));
            out.flush();
            return 0;
        }
    }

    private Model chosen(Model model) {
        Model wanted = train.isEmpty() ? model : model.train(train.toArray(new String[0]));
        return freeze.isEmpty() ? wanted : wanted.freeze(freeze.toArray(new String[0]));
    }

    private String output(Model model) {
        List<String> names = List.copyOf(model.graph().outputs().keySet());
        if (output != null) {
            model.graph().output(output);
            return output;
        }
        if (names.size() != 1) {
            throw new GraphException("the model has the outputs " + names + ": say by --output which has the loss");
        }
        return names.getFirst();
    }
}
