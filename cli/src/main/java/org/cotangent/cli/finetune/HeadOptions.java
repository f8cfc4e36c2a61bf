package org.cotangent.cli.finetune;

import java.util.List;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Head;
import org.cotangent.train.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a model ends and what it ends with. */
final class HeadOptions {
    private static final String LINEAR = "linear";
    static final String NAME = "head";

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "The output or inner value that the head stands on; default: what the last linear layer of a"
                    + " classifier takes, else the first output.")
    @Nullable
    String output;

    @Option(
            names = "--head",
            defaultValue = LINEAR,
            paramLabel = "linear[:N]|none",
            description = "A linear layer with N outputs (default: as many as the data have classes) over the mean of"
                    + " tokens or of the picture; or none, when the model's output fits.")
    String head = LINEAR;

    @Option(
            names = "--reinitialize",
            paramLabel = "SEED",
            description = "Begin with new weights: He's normal ones, and normalisations that do nothing.")
    @Nullable
    Long reinitialize;

    @Option(names = "--dropout", paramLabel = "SHARE", description = "Dropout before the head, in training.")
    double dropout;

    /** {@return the model up to where the head stands, for batches of any size} */
    Model body(Model model) {
        Model drawn = reinitialize == null ? model : model.reinitialized(reinitialize);
        Model body = output == null && !hasHead() ? drawn : drawn.cutAt(end(drawn.graph()));
        return isFixed(body.graph()) ? body.withAnyBatch() : body;
    }

    /** {@return the name of the value that the head stands on} */
    private String end(Graph graph) {
        return output == null ? LastLinear.input(graph).name() : output;
    }

    private static boolean isFixed(Graph graph) {
        return graph.inputs().values().stream()
                .anyMatch(value -> value.type() instanceof TensorType type
                        && type.shape().isRanked()
                        && type.shape().rank() > 0
                        && type.shape().dim(0).isKnown());
    }

    boolean hasHead() {
        return !head.equals("none");
    }

    /** {@return the model with its head, which has one output at least as wide as the data want} */
    Model attach(Model body, TrainingData data, long seed) {
        if (!hasHead()) {
            return body;
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new ModelException("--dropout is a share in [0, 1), not " + dropout);
        }
        long width = width(data);
        String name = data.isClassified() ? "logits" : "prediction";
        return body.attach(name, seed, (layers, f) -> {
            Value pooled = pooled(layers, f);
            return layers.linear(NAME, dropout == 0 ? pooled : layers.dropout(pooled, dropout), width);
        });
    }

    private long width(TrainingData data) {
        if (head.equals(LINEAR)) {
            return data.outputs();
        }
        String number = head.startsWith(LINEAR + ":") ? head.substring(LINEAR.length() + 1) : "";
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new ModelException("a head is " + LINEAR + ", " + LINEAR + ":N or none, not '" + head + "'");
        }
        long width = Long.parseLong(number);
        if (data.isClassified() ? width < data.outputs() : width != data.outputs()) {
            throw new ModelException("a head with " + width + " outputs does not fit the data, which need "
                    + data.outputs() + (data.isClassified() ? " classes " + data.classes() : " numbers"));
        }
        return width;
    }

    private static Value pooled(Head layers, Formulas f) {
        Value end = layers.input();
        int rank = end.shape().isRanked() ? end.shape().rank() : 0;
        return switch (rank) {
            case 2 -> end;
            case 3 ->
                layers.inputs().contains(TextInputs.MASK)
                        ? layers.meanPooling(end, layers.value(TextInputs.MASK))
                        : f.reduceMean(end, false, 1);
            case 4, 5 -> layers.globalAverage(end);
            default ->
                throw new ModelException("a head cannot stand on " + end + "; it takes [N, width], [N, tokens, width]"
                        + " or [N, channels, height, width]; choose another value by --output");
        };
    }

    /** {@return the name of the output that the loss is taken of} */
    String end(Model model, TrainingData data) {
        List<String> outputs = List.copyOf(model.graph().outputs().keySet());
        Value value = model.graph().output(outputs.getFirst());
        if (data.isClassified()
                && value.type() instanceof TensorType type
                && type.shape().isRanked()
                && (type.shape().rank() != 2
                        || (type.shape().dim(1).isKnown() && type.shape().size(1) < data.outputs()))) {
            throw new ModelException("the output " + value + " holds no scores [N, classes] of the " + data.outputs()
                    + " classes " + data.classes() + "; attach a head");
        }
        return outputs.getFirst();
    }
}
