package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SequencedMap;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Finds the lowest opset in which every node of a model can be written as it is. */
final class OpsetNeeds {
    private final OpsetTable table = new OpsetTable();
    private final Rewrites rewrites;
    private final int floor;
    private final List<String> highest = new ArrayList<>();
    private final SequencedMap<String, Integer> domains = new LinkedHashMap<>();
    private int needed;

    /** For opsets from {@code floor} on. */
    OpsetNeeds(Rewrites rewrites, int floor) {
        this.rewrites = rewrites;
        this.floor = floor;
        this.needed = floor;
    }

    /**
     * The attributes of {@code node} that have to be written: those that differ from their defaults, and all of them for
     * the domains beside ONNX's own, since there other runtimes do not rely on defaults.
     */
    Map<String, Attribute> written(Node node) {
        Attributes defaults = node.operator().signature().resolve(Attributes.none());
        Map<String, Attribute> written = new LinkedHashMap<>();
        node.attributes().asMap().forEach((name, value) -> {
            boolean isDefault = value.equals(defaults.find(name));
            OperatorId id = node.operator().id();
            boolean required = id.domain().isEmpty()
                    ? table.isRequired(id.type(), name)
                    : id.domain().startsWith("ai.onnx.");
            if (!isDefault || required) {
                written.put(name, value);
            }
        });
        return written;
    }

    /** Takes {@code node}, of which {@code outputs} outputs are written, into account. */
    void add(Node node, int outputs) {
        String domain = node.operator().id().domain();
        if (!domain.isEmpty()) {
            domains.merge(domain, node.operator().id().since(), Math::max);
            return;
        }
        int version = version(node, outputs);
        if (version > needed) {
            needed = version;
            highest.clear();
        }
        if (version == needed && version > floor && highest.size() < Unsupported.SHOWN) {
            highest.add(node.describe());
        }
    }

    private int version(Node node, int outputs) {
        String type = node.operator().id().type();
        int since = node.operator().id().since();
        if (node.operator() instanceof OpaqueOperator) {
            return Math.max(floor, since);
        }
        int lowest = table.lowest(
                type,
                Math.max(floor, rewrites.newest("", type, since)),
                types(node.inputs()),
                types(node.outputs().subList(0, outputs)),
                changed(node));
        return lowest > 0 ? lowest : Math.max(floor, since);
    }

    private Set<String> changed(Node node) {
        Set<String> names = new HashSet<>(written(node).keySet());
        names.removeIf(name -> table.isRequired(node.operator().id().type(), name));
        return names;
    }

    private static List<@Nullable DType> types(List<? extends @Nullable Value> values) {
        List<@Nullable DType> types = new ArrayList<>();
        for (Value value : values) {
            types.add(value != null && value.type() instanceof TensorType tensor ? tensor.dtype() : null);
        }
        return types;
    }

    /** The opset that the nodes need. */
    int needed() {
        return needed;
    }

    /** The opset to write: {@code wanted}, or what is needed if that is 0. */
    int chosen(int wanted) {
        if (wanted != 0 && needed > wanted) {
            throw new ModelException("the model cannot be written for opset " + wanted + ": it needs " + needed
                    + " for " + highest + (highest.size() == Unsupported.SHOWN ? " and perhaps more" : ""));
        }
        return wanted == 0 ? needed : wanted;
    }

    /** The versions of the domains beside ONNX's own. */
    SequencedMap<String, Integer> domains() {
        return domains;
    }
}
