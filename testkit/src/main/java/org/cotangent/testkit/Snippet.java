package org.cotangent.testkit;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Java that checks one law on one call, to be pasted into a test.
 *
 * <p>A call that holds graphs, or more numbers than one wants to read, is drawn again from its seed. An operator that
 * cannot be made by its constructor is the variable {@code operator}.
 *
 * @param law its name
 */
record Snippet(Case which, String law) {
    private static final int MOST_ELEMENTS = 64;
    private static final String PACKAGES = """
            import org.cotangent.spi.op.*;
            import org.cotangent.spi.tensor.*;
            import org.cotangent.testkit.*;
            """;

    /** {@return imports and statements} */
    String code() {
        return PACKAGES + statements();
    }

    /** {@return the statements, which need the packages that {@link #code()} imports} */
    String statements() {
        return "Laws.verify(" + operator() + ", \"" + law + "\", " + which.seed() + "L,\n        " + call() + ");\n";
    }

    private String operator() {
        Class<? extends Operator> type = which.operator().getClass();
        boolean usable = Modifier.isPublic(type.getModifiers())
                && Arrays.stream(type.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
        return usable ? "new " + type.getCanonicalName() + "()" : "operator";
    }

    private String call() {
        Domain.Sample sample = which.sample();
        if (which.elements() > MOST_ELEMENTS
                || sample.attributes().asMap().values().stream().anyMatch(Snippet::isOpaque)) {
            return "Case.drawn(" + operator() + ", " + which.size() + ", " + which.seed() + "L).sample()";
        }
        String inputs = sample.inputs().stream()
                .map(input -> ",\n                " + (input == null ? "(Tensor) null" : tensor(input)))
                .collect(Collectors.joining());
        String outputs = sample.outputs() == 1 ? "" : ".withOutputs(" + sample.outputs() + ")";
        return "Domain.Sample.of(" + attributes(sample.attributes().asMap()) + inputs + ")" + outputs;
    }

    private static boolean isOpaque(Attribute attribute) {
        return attribute instanceof Attribute.OfGraph
                || (attribute instanceof Attribute.OfType(var type) && !(type instanceof TensorType));
    }

    private static String attributes(Map<String, Attribute> attributes) {
        return "Attributes.none()"
                + attributes.entrySet().stream()
                        .map(entry -> ".with(\"" + entry.getKey() + "\", " + attribute(entry.getValue()) + ")")
                        .collect(Collectors.joining());
    }

    private static String attribute(Attribute attribute) {
        return switch (attribute) {
            case Attribute.OfInt(long value) -> value + "L";
            case Attribute.OfFloat(float value) -> "(float) " + real(value);
            case Attribute.OfString(String value) -> quoted(value);
            case Attribute.OfInts(List<Long> values) ->
                "new Attribute.OfInts(java.util.List.of("
                        + joined(values.stream().map(value -> value + "L").toList()) + "))";
            case Attribute.OfFloats(List<Float> values) ->
                "new Attribute.OfFloats(java.util.List.of("
                        + joined(values.stream()
                                .map(value -> "(float) " + real(value))
                                .toList()) + "))";
            case Attribute.OfStrings(List<String> values) ->
                "new Attribute.OfStrings(java.util.List.of("
                        + joined(values.stream().map(Snippet::quoted).toList()) + "))";
            case Attribute.OfTensor(Tensor value) -> tensor(value);
            case Attribute.OfType(TensorType type) ->
                "new Attribute.OfType(TensorType.of(DType." + type.dtype()
                        + sizes(type.shape().sizes()) + "))";
            default -> throw new IllegalArgumentException("no code for " + attribute);
        };
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }

    private static String tensor(Tensor tensor) {
        String sizes = sizes(tensor.sizes());
        if (tensor.storage() instanceof Storage.Text(String[] values)) {
            return "Tensor.of(new String[] {"
                    + joined(Arrays.stream(values).map(Snippet::quoted).toList()) + "}" + sizes + ")";
        }
        if (tensor.dtype().isFloating()) {
            String numbers = joined(
                    Arrays.stream(tensor.toDoubles()).mapToObj(Snippet::real).toList());
            String type = tensor.dtype() == DType.DOUBLE ? "" : "DType." + tensor.dtype() + ", ";
            return "Tensor.of(" + type + "new double[] {" + numbers + "}" + sizes + ")";
        }
        String numbers = joined(
                Arrays.stream(tensor.toLongs()).mapToObj(value -> value + "L").toList());
        String conversion = tensor.dtype() == DType.INT64 ? "" : ".converted(DType." + tensor.dtype() + ")";
        return "Tensor.of(new long[] {" + numbers + "}" + sizes + ")" + conversion;
    }

    private static String sizes(long[] sizes) {
        return LongStream.of(sizes).mapToObj(size -> ", " + size + "L").collect(Collectors.joining());
    }

    private static String real(double value) {
        if (Double.isFinite(value)) {
            return Double.toString(value);
        }
        return Double.isNaN(value) ? "(0.0 / 0.0)" : value > 0 ? "(1.0 / 0.0)" : "(-1.0 / 0.0)";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\%03o", (int) c));
            } else {
                quoted.append(c < 127 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
