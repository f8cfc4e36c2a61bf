package org.cotangent.cli.finetune;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.data.Collation;
import org.cotangent.train.data.CsvDataset;
import org.cotangent.train.data.CsvSchema;
import org.cotangent.train.data.DataException;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file as inputs of a model: a text for one that takes tokens, numbers for one that takes these. */
final class TableData {
    private final DataOptions options;

    TableData(DataOptions options) {
        this.options = options;
    }

    TrainingData read(Graph model, Path file) {
        char separator = separator();
        List<String> columns = columns(separator);
        requireAll(columns);
        CsvSchema target = target(columns).withSeparator(separator);
        if (model.inputs().containsKey(TextInputs.IDS)) {
            TextInputs inputs = TextInputs.of(model, tokenizer(file), options.maxTokens);
            String text = column(options.text, "text", rest(columns), "text");
            CsvDataset rows = CsvDataset.read(options.data, target.text(text));
            return new TrainingData(
                    rows.map(inputs.transform(text)), rows.classes(), options.targets.size(), inputs.padding());
        }
        String input = input(model, features(columns).size());
        CsvDataset rows = CsvDataset.read(
                options.data, target.features(input, features(columns).toArray(new String[0])));
        return new TrainingData(rows, rows.classes(), options.targets.size(), Collation.stacking());
    }

    private char separator() {
        String given = options.separator;
        if (given == null) {
            return options.data.toString().endsWith(".tsv") ? '\t' : ',';
        }
        String plain = given.equals("\\t") || given.equals("tab") ? "\t" : given;
        if (plain.length() != 1) {
            throw new DataException("a separator is one character, not '" + given + "'");
        }
        return plain.charAt(0);
    }

    private List<String> columns(char separator) {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().fieldSeparator(separator).ofCsvRecord(options.data)) {
            return reader.stream()
                    .findFirst()
                    .map(record -> record.getFields().stream()
                            .map(name -> name.replace("\uFEFF", "").strip())
                            .toList())
                    .orElseThrow(() -> new DataException(options.data + ": the file is empty"));
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(options.data + ": the file cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private void requireAll(List<String> columns) {
        List<String> named = new ArrayList<>(options.targets);
        named.addAll(options.features);
        Stream.of(options.label, options.text).filter(Objects::nonNull).forEach(named::add);
        named.removeAll(columns);
        if (!named.isEmpty()) {
            throw new DataException(
                    options.data + ": there is no column '" + String.join("', '", named) + "'; there are " + columns);
        }
    }

    private CsvSchema target(List<String> columns) {
        if (!options.targets.isEmpty()) {
            return CsvSchema.numbers(options.targets.toArray(new String[0]));
        }
        return CsvSchema.label(label(columns));
    }

    private String label(List<String> columns) {
        return options.label != null ? options.label : columns.contains("label") ? "label" : columns.getLast();
    }

    /** The columns that are no targets. */
    private List<String> rest(List<String> columns) {
        List<String> rest = new ArrayList<>(columns);
        rest.removeAll(options.targets);
        if (options.targets.isEmpty()) {
            rest.remove(label(columns));
        }
        return rest;
    }

    private List<String> features(List<String> columns) {
        return options.features.isEmpty() ? rest(columns) : options.features;
    }

    private String column(@Nullable String given, String usual, List<String> columns, String option) {
        if (given != null) {
            return given;
        }
        if (columns.contains(usual)) {
            return usual;
        }
        if (columns.size() == 1) {
            return columns.getFirst();
        }
        throw new DataException(options.data + ": say by --" + option + " which column is meant; there are " + columns);
    }

    private String input(Graph model, int count) {
        List<Map.Entry<String, TensorType>> inputs = ModelInputs.floats(model, 2);
        if (inputs.size() != 1 || model.inputs().size() != 1) {
            throw new DataException("a CSV file needs a model with one input, FLOAT [N, columns], or one that takes "
                    + TextInputs.IDS + "; this one has " + model.inputs().values());
        }
        TensorType type = inputs.getFirst().getValue();
        Dim width = type.shape().dim(1);
        if (type.dtype() != DType.FLOAT || (width.isKnown() && width.size() != count)) {
            throw new DataException("the model takes " + type + ", the file has " + count
                    + " columns of numbers; choose them by --features");
        }
        return inputs.getFirst().getKey();
    }

    private Path tokenizer(Path model) {
        return options.tokenizer != null ? options.tokenizer : TextInputs.beside(model);
    }
}
