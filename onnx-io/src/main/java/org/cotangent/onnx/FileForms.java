package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Which versions of ONNX's operators can hold a call. */
final class FileForms {
    private final OpsetTable table = new OpsetTable();
    private final Rewrites rewrites;

    FileForms(Rewrites rewrites) {
        this.rewrites = rewrites;
    }

    /** The attributes that have to be written: those that differ from their defaults, and those that ONNX requires. */
    Map<String, Attribute> written(Operator operator, Attributes attributes) {
        Attributes defaults = operator.signature().resolve(Attributes.none());
        Map<String, Attribute> written = new LinkedHashMap<>();
        attributes.asMap().forEach((name, value) -> {
            if (!value.equals(defaults.find(name)) || isRequired(operator, name)) {
                written.put(name, value);
            }
        });
        return written;
    }

    private boolean isRequired(Operator operator, String attribute) {
        return operator.id().domain().isEmpty()
                ? table.isRequired(operator.id().type(), attribute)
                : operator.id().isOnnx();
    }

    private Map<String, Attribute> changed(Operator operator, Attributes attributes) {
        Map<String, Attribute> changed = written(operator, attributes);
        changed.keySet().removeIf(name -> isRequired(operator, name));
        return changed;
    }

    /**
     * The lowest opset, from {@code floor} on, that can hold a call of one of ONNX's operators as it is; 0 if none can.
     */
    int lowest(
            Operator operator,
            Attributes attributes,
            List<? extends @Nullable Value> inputs,
            List<Value> outputs,
            int floor) {
        int since = operator.id().since();
        if (operator instanceof OpaqueOperator) {
            return Math.max(floor, since);
        }
        Rewrite last = rewrites.last("", operator.id().type(), since);
        return table.lowest(
                operator.id().type(),
                last == null ? floor : Math.max(floor, last.since()),
                ownTypes(inputs, attributes),
                types(outputs),
                changed(operator, attributes));
    }

    /** The lowest opset, from {@code floor} on, that can hold an Identity of {@code value}. */
    int lowestCopy(Value value, int floor) {
        List<@Nullable ValueType> types = types(List.of(value));
        return table.lowest("Identity", floor, types, types, Map.of());
    }

    /** Whether a file of {@code opset}, or of any if it is 0, can hold a call as it is, as far as the inputs tell. */
    boolean fits(Operator operator, Attributes attributes, List<? extends @Nullable Value> inputs, int opset) {
        if (!operator.id().domain().isEmpty()) {
            return true;
        }
        int lowest = lowest(operator, attributes, inputs, List.of(), ExportOptions.OLDEST_OPSET);
        return lowest > 0 && (opset == 0 || lowest <= opset);
    }

    /** Whether the form that an operator had in {@code opset} takes these inputs and attributes. */
    boolean takes(String type, int opset, List<? extends @Nullable Value> inputs, Map<String, Attribute> attributes) {
        List<@Nullable ValueType> own = ownTypes(inputs, Attributes.of(attributes));
        return table.lowest(type, opset, own, List.of(), attributes) == opset;
    }

    /** The last rewrite that leads from {@code opset}, or from further on, to {@code version}; null if none does. */
    @Nullable
    Rewrite lastChange(Operator operator, int version, int opset) {
        Rewrite last = rewrites.last("", operator.id().type(), version);
        return last != null && last.since() > opset ? last : null;
    }

    /** The types of the inputs that are no captures, which ONNX does not count. */
    private static List<@Nullable ValueType> ownTypes(List<? extends @Nullable Value> inputs, Attributes attributes) {
        return types(inputs.subList(0, inputs.size() - attributes.captures()));
    }

    private static List<@Nullable ValueType> types(List<? extends @Nullable Value> values) {
        List<@Nullable ValueType> types = new ArrayList<>();
        for (Value value : values) {
            types.add(value == null ? null : value.type());
        }
        return types;
    }
}
