package org.cotangent.train.data;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.tensor.Tensor;

/**
 * Which columns of a CSV file become what.
 *
 * <pre>{@code
 * CsvSchema.label("species").features("x", "length", "width")
 * CsvSchema.label("intent", List.of("ask", "tell")).text("sentence").withSeparator('\t')
 * CsvSchema.numbers("price").features("x", "rooms", "area")
 * }</pre>
 *
 * @param target what samples aim at
 * @param inputs what samples consist of
 * @param separator between two fields
 * @param header the names of the columns if the file does not begin with a line of them, else empty
 */
public record CsvSchema(Target target, List<Input> inputs, char separator, List<String> header) {
    public CsvSchema {
        inputs = List.copyOf(inputs);
        header = List.copyOf(header);
    }

    /** What samples aim at. */
    public sealed interface Target {}

    /**
     * The class that a column names, as its index, an INT64 scalar.
     *
     * @param classes in the order of their indices; if empty, those that occur, in the order of
     *     {@link String#compareTo}
     */
    public record Label(String column, List<String> classes) implements Target {
        public Label {
            classes = List.copyOf(classes);
        }
    }

    /** Numbers, FLOAT [columns]. */
    public record Numbers(List<String> columns) implements Target {
        public Numbers {
            columns = List.copyOf(columns);
        }
    }

    /** Something that goes into the model. */
    public sealed interface Input {
        /** {@return the name of the input} */
        String name();
    }

    /** Numbers, FLOAT [columns]. */
    public record Features(String name, List<String> columns) implements Input {
        public Features {
            columns = List.copyOf(columns);
        }
    }

    /** The text of a column, a STRING scalar, for a {@link Transform} that makes tokens of it. */
    public record Text(String name) implements Input {}

    /** {@return a schema whose target is a class, the classes being those that occur, in alphabetical order} */
    public static CsvSchema label(String column) {
        return label(column, List.of());
    }

    /** {@return a schema whose target is one of these classes; its index is its place in the list} */
    public static CsvSchema label(String column, List<String> classes) {
        return new CsvSchema(new Label(column, classes), List.of(), ',', List.of());
    }

    /** {@return a schema whose target is numbers} */
    public static CsvSchema numbers(String... columns) {
        return new CsvSchema(new Numbers(List.of(columns)), List.of(), ',', List.of());
    }

    /** {@return this schema with an input of the numbers in some columns} */
    public CsvSchema features(String name, String... columns) {
        return with(new Features(name, List.of(columns)));
    }

    /** {@return this schema with an input of the text in the column of that name, a {@link Tensor} of one string} */
    public CsvSchema text(String column) {
        return with(new Text(column));
    }

    /** {@return this schema for another character between fields} */
    public CsvSchema withSeparator(char other) {
        return new CsvSchema(target, inputs, other, header);
    }

    /** {@return this schema for files without a line of names: these are the names of all columns} */
    public CsvSchema withHeader(String... names) {
        return new CsvSchema(target, inputs, separator, List.of(names));
    }

    private CsvSchema with(Input input) {
        List<Input> more = new ArrayList<>(inputs);
        more.add(input);
        return new CsvSchema(target, more, separator, header);
    }
}
