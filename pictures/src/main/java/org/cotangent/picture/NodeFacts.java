package org.cotangent.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cotangent.picture.Facts.Row;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * What is told of nodes.
 *
 * @param written the constants that are written on the nodes that read them
 */
record NodeFacts(Map<Value, Tensor> written) {
    private static final int LONGEST_DETAIL = 48;

    Facts of(Node node) {
        Signature signature = node.operator().signature();
        List<Row> attributes = new ArrayList<>();
        node.attributes().asMap().forEach((name, value) -> attributes.add(new Row(name, Texts.attribute(value))));
        new TreeMap<>(node.metadata()).forEach((name, value) -> attributes.add(new Row(name, value)));
        List<Row> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Value input = node.inputs().get(i);
            if (input != null) {
                Tensor constant = written.get(input);
                inputs.add(new Row(
                        signature.input(i).name(),
                        described(input) + (constant == null ? "" : " = " + elements(input))));
            }
        }
        List<Row> outputs = new ArrayList<>();
        for (int i = 0; i < node.outputs().size(); i++) {
            outputs.add(
                    new Row(signature.output(i).name(), described(node.outputs().get(i))));
        }
        return new Facts(node.name(), node.operator().id().toString(), attributes, inputs, outputs, null);
    }

    private static String described(Value value) {
        return value.name() + ": " + Texts.type(value.type());
    }

    private String elements(Value value) {
        Tensor constant = written.get(value);
        return constant == null ? "" : Texts.elements(constant);
    }

    /** {@return constants that it reads and attributes that are not the usual ones, in a line} */
    String detail(Node node) {
        Signature signature = node.operator().signature();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Value input = node.inputs().get(i);
            if (input != null && written.containsKey(input)) {
                parts.add(signature.input(i).name() + " " + elements(input));
            }
        }
        Attributes usual = signature.resolve(Attributes.none());
        node.attributes().asMap().forEach((name, value) -> {
            if (!(value instanceof Attribute.OfGraph) && !value.equals(usual.find(name)) && !isUsual(name, value)) {
                parts.add(brief(name, value));
            }
        });
        return Texts.begun(String.join(" · ", parts), LONGEST_DETAIL);
    }

    /** What files say of windows although it is what happens without. */
    private static boolean isUsual(String name, Attribute value) {
        if (!(value instanceof Attribute.OfInts(List<Long> numbers))) {
            return false;
        }
        return switch (name) {
            case "strides", "dilations" -> numbers.stream().allMatch(number -> number == 1);
            case "pads" -> numbers.stream().allMatch(number -> number == 0);
            default -> false;
        };
    }

    private static String brief(String name, Attribute value) {
        return switch (value) {
            case Attribute.OfInts(List<Long> numbers)
            when name.equals("kernel_shape") ->
                "kernel " + numbers.stream().map(String::valueOf).collect(Collectors.joining("×"));
            case Attribute.OfInts(List<Long> numbers)
            when !numbers.isEmpty() && Set.copyOf(numbers).size() == 1 -> name + " " + numbers.getFirst();
            case Attribute.OfInt(long code) when name.equals("to") -> "to " + Texts.dtype(DType.ofCode((int) code));
            default -> name + " " + Texts.attribute(value);
        };
    }
}
