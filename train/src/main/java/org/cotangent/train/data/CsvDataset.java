package org.cotangent.train.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * The rows of a CSV file (RFC 4180, UTF-8), read into memory and checked at once: fields may be quoted by {@code "} and
 * then hold separators, line breaks and doubled quotes.
 */
public final class CsvDataset implements Dataset {
    private final TensorDataset rows;
    private final List<String> classes;

    private CsvDataset(TensorDataset rows, List<String> classes) {
        this.rows = rows;
        this.classes = classes;
    }

    /**
     * {@return the rows of a file}
     *
     * @throws DataException that names file, line and column of what is missing, no number, or no known class
     */
    public static CsvDataset read(Path file, CsvSchema schema) {
        CsvTable table = CsvTable.read(file, schema);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (CsvSchema.Input input : schema.inputs()) {
            Tensor tensor = switch (input) {
                case CsvSchema.Features features -> numbers(table, features.columns());
                case CsvSchema.Text text -> texts(table, text.name());
            };
            if (inputs.put(input.name(), tensor) != null) {
                throw new DataException("two inputs are called '" + input.name() + "'");
            }
        }
        return switch (schema.target()) {
            case CsvSchema.Numbers numbers ->
                new CsvDataset(new TensorDataset(inputs, numbers(table, numbers.columns())), List.of());
            case CsvSchema.Label label -> {
                List<String> classes = label.classes().isEmpty() ? classes(table, label.column()) : label.classes();
                yield new CsvDataset(new TensorDataset(inputs, labels(table, label.column(), classes)), classes);
            }
        };
    }

    private static Tensor numbers(CsvTable table, List<String> columns) {
        int[] places = columns.stream().mapToInt(table::column).toArray();
        Tensor tensor = Tensor.allocate(DType.FLOAT, table.size(), places.length);
        for (int row = 0; row < table.size(); row++) {
            for (int i = 0; i < places.length; i++) {
                tensor.setDouble((long) row * places.length + i, table.number(row, places[i]));
            }
        }
        return tensor;
    }

    private static Tensor texts(CsvTable table, String name) {
        int column = table.column(name);
        String[] texts = new String[table.size()];
        for (int row = 0; row < texts.length; row++) {
            texts[row] = table.text(row, column);
        }
        return Tensor.of(texts, texts.length);
    }

    private static List<String> classes(CsvTable table, String name) {
        int column = table.column(name);
        TreeSet<String> found = new TreeSet<>();
        for (int row = 0; row < table.size(); row++) {
            String label = table.text(row, column).strip();
            if (label.isEmpty()) {
                throw table.broken(row, column, "the class is missing");
            }
            found.add(label);
        }
        return List.copyOf(found);
    }

    private static Tensor labels(CsvTable table, String name, List<String> classes) {
        int column = table.column(name);
        Map<String, Integer> indices = new LinkedHashMap<>();
        classes.forEach(label -> indices.put(label, indices.size()));
        Tensor labels = Tensor.allocate(DType.INT64, table.size());
        for (int row = 0; row < table.size(); row++) {
            String label = table.text(row, column).strip();
            Integer index = indices.get(label);
            if (index == null) {
                throw table.broken(row, column, "'" + label + "' is none of the classes " + classes);
            }
            labels.setLong(row, index);
        }
        return labels;
    }

    /** {@return the classes; the target of a sample is the index of its class here} Empty if the target is numbers. */
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Sample sample(int index, RandomGenerator random) {
        return rows.sample(index, random);
    }
}
