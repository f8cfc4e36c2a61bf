package org.cotangent.cli.finetune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.train.data.DataException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a model is tuned to. */
final class DataOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE|DIR",
            description = "A CSV file (.tsv: separated by tabs), or a folder with a folder of pictures for each class.")
    Path data = Path.of("");

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "The column with the class; default: the column 'label', else the last one.")
    @Nullable
    String label;

    @Option(
            names = "--target",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of numbers to predict, in place of a class.")
    List<String> targets = List.of();

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            description =
                    "The column with the text, for models that take input_ids; default: 'text', else the only one.")
    @Nullable
    String text;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMN",
            description = "Columns of numbers that go into the model; default: all but label and targets.")
    List<String> features = List.of();

    @Option(names = "--separator", paramLabel = "CHAR", description = "What separates fields; default: a comma.")
    @Nullable
    String separator;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json of the model; default: a file beside it that is called so or ends so.")
    @Nullable
    Path tokenizer;

    @Option(
            names = "--max-tokens",
            defaultValue = "128",
            description = "Longer texts are cut (default ${DEFAULT-VALUE}).")
    int maxTokens;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Height and width of pictures, where the model does not say them.")
    int size;

    @Option(
            names = "--mean",
            split = ",",
            description = "What is taken from each channel of pictures, of 0 to 1; default: ImageNet's.")
    List<Double> mean = List.of();

    @Option(
            names = "--deviation",
            split = ",",
            description = "What each channel of pictures is divided by then; default: ImageNet's.")
    List<Double> deviation = List.of();

    @Option(
            names = "--validation",
            defaultValue = "0.1",
            paramLabel = "SHARE",
            description = "The share of samples that are kept to measure by (default ${DEFAULT-VALUE}).")
    double validation;

    @Option(names = "--batch", defaultValue = "16", description = "Samples in a step (default ${DEFAULT-VALUE}).")
    int batch;

    /** {@return the data as inputs of a model, which lies in {@code file}} */
    TrainingData read(Graph model, Path file) {
        if (!(validation >= 0 && validation < 1) || batch < 1) {
            throw new DataException("a share of " + validation + " for validation and batches of " + batch
                    + " make no training; they must be in [0, 1) and at least 1");
        }
        if (Files.isDirectory(data)) {
            return new PictureData(this).read(model);
        }
        if (!Files.isRegularFile(data)) {
            throw new DataException("'" + data + "' is neither a file nor a folder");
        }
        return new TableData(this).read(model, file);
    }
}
