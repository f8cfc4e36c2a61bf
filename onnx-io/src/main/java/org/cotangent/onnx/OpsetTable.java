package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * What each version of ONNX's operators takes, from opset 13 on: types by port, and attributes. Read from the resource
 * {@code opsets.txt}: type, version, types of the inputs and of the outputs as in {@link PortTypes#parse}, attributes
 * (an exclamation mark stands behind required ones, the texts that one may have stand in brackets if a later version
 * takes more).
 */
final class OpsetTable {
    /** One version of an operator. */
    record Form(
            int since, PortTypes inputs, PortTypes outputs, Map<String, Set<String>> attributes, Set<String> required) {
        private boolean allows(
                List<@Nullable ValueType> in, List<@Nullable ValueType> out, Map<String, Attribute> given) {
            return inputs.allow(in)
                    && outputs.allow(out)
                    && given.entrySet().stream().allMatch(entry -> allows(entry.getKey(), entry.getValue()));
        }

        private boolean allows(String name, Attribute value) {
            Set<String> texts = attributes.get(name);
            return texts != null
                    && (texts.isEmpty() || (value instanceof Attribute.OfString(String text) && texts.contains(text)));
        }
    }

    private final Map<String, List<Form>> forms = new HashMap<>();

    OpsetTable() {
        ResourceLines.read("opsets.txt", this::add);
    }

    private void add(String[] fields) {
        Map<String, Set<String>> attributes = new HashMap<>();
        Set<String> required = new HashSet<>();
        for (String attribute : fields[4].equals("-") ? new String[0] : fields[4].split(",")) {
            String name = attribute.replaceAll("!|\\(.*", "");
            attributes.put(name, texts(attribute));
            if (attribute.endsWith("!")) {
                required.add(name);
            }
        }
        forms.computeIfAbsent(fields[0], type -> new ArrayList<>())
                .add(new Form(
                        Integer.parseInt(fields[1]),
                        PortTypes.parse(fields[2]),
                        PortTypes.parse(fields[3]),
                        Map.copyOf(attributes),
                        Set.copyOf(required)));
    }

    private static Set<String> texts(String attribute) {
        int bracket = attribute.indexOf('(');
        return bracket < 0
                ? Set.of()
                : Set.of(
                        attribute.substring(bracket + 1, attribute.length() - 1).split("/"));
    }

    /** The versions of an operator, in ascending order. */
    List<Form> forms(String type) {
        return forms.getOrDefault(type, List.of());
    }

    /** Whether {@code attribute} must be written even where it has the operator's default. */
    boolean isRequired(String type, String attribute) {
        List<Form> versions = forms(type);
        return !versions.isEmpty() && versions.getLast().required().contains(attribute);
    }

    /**
     * The oldest version of operator {@code type} that takes such a call and is {@code oldest} or newer; 0 if none
     * does.
     *
     * @param inputs null where absent
     * @param attributes those that differ from their defaults
     */
    int lowest(
            String type,
            int oldest,
            List<@Nullable ValueType> inputs,
            List<@Nullable ValueType> outputs,
            Map<String, Attribute> attributes) {
        List<Form> versions = forms(type);
        for (int i = 0; i < versions.size(); i++) {
            Form form = versions.get(i);
            boolean lastsLongEnough =
                    i + 1 == versions.size() || versions.get(i + 1).since() > oldest;
            if (lastsLongEnough && form.allows(inputs, outputs, attributes)) {
                return Math.max(oldest, form.since());
            }
        }
        return 0;
    }
}
