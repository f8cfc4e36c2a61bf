package org.cotangent.onnx;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The names that nodes of one graph or function body see, and where the nodes go.
 *
 * <p>What a subgraph uses of the names around it, it captures: as further inputs of its graph, after its own, or, where
 * the value is a constant that nobody differentiates (sizes, axes, indices), as an initializer of its own.
 */
final class Scope {
    private final GraphBuilder builder;
    private final boolean nested;
    private final Map<String, Integer> opsets;
    private final Map<String, AttributeProto> bindings;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, ValueInfoProto> declared = new HashMap<>();
    private final SequencedMap<String, Captured> captured;

    private Scope(
            GraphBuilder builder,
            boolean nested,
            Map<String, Integer> opsets,
            Map<String, AttributeProto> bindings,
            SequencedMap<String, Captured> captured) {
        this.captured = captured;
        this.builder = builder;
        this.nested = nested;
        this.opsets = opsets;
        this.bindings = bindings;
    }

    /** The scope of a model's main graph. */
    static Scope main(GraphBuilder builder, Map<String, Integer> opsets) {
        return new Scope(builder, false, opsets, Map.of(), new LinkedHashMap<>());
    }

    /** The scope of a graph in an attribute of a node of this scope. */
    Scope nested(GraphBuilder body, SequencedMap<String, Captured> used) {
        return new Scope(body, true, opsets, bindings, used);
    }

    /**
     * A value of this scope that a subgraph uses.
     *
     * @param constant its elements, if the subgraph gets a copy instead of a further input
     */
    record Captured(Value value, @Nullable Tensor constant) {}

    /** What these names mean here to a subgraph; names without a meaning are left out. */
    SequencedMap<String, Captured> captured(Collection<String> names) {
        SequencedMap<String, Captured> found = new LinkedHashMap<>();
        for (String name : names) {
            Value value = find(name);
            if (value != null) {
                Tensor constant = builder.constantOf(value);
                found.put(
                        name,
                        new Captured(value, constant == null || constant.dtype().isFloating() ? null : constant));
            }
        }
        return found;
    }

    /** The scope of the body of a function called in this scope: it sees nothing but its inputs and attributes. */
    Scope function(Map<String, Integer> functionOpsets, Map<String, AttributeProto> attributes) {
        return new Scope(builder, nested, functionOpsets, attributes, new LinkedHashMap<>());
    }

    /** Whether this is the scope of a graph in an attribute, or of a function called in one. */
    boolean isNested() {
        return nested;
    }

    GraphBuilder builder() {
        return builder;
    }

    /** The version of {@code domain} that nodes of this scope use. */
    int opset(String domain) {
        return opsets.getOrDefault(domain, 1);
    }

    /** The attributes of the call of the function that this scope is the body of. */
    Map<String, AttributeProto> bindings() {
        return bindings;
    }

    /** Gives the graph its further inputs. */
    void capture() {
        captured.forEach((name, outer) -> define(
                name,
                outer.constant() == null
                        ? builder.input(name, outer.value().type())
                        : builder.initializer(name, outer.constant())));
    }

    /** Declares the names that this scope is going to define. */
    void reserve(Set<String> names) {
        builder.reserve(names);
    }

    /** Notes what the file says of the types of values. */
    void declare(Iterable<ValueInfoProto> infos) {
        infos.forEach(info -> declared.put(info.getName(), info));
    }

    /** What the file says of the type of {@code name}. */
    ValueInfoProto declared(String name) {
        return declared.getOrDefault(name, ValueInfoProto.getDefaultInstance());
    }

    void define(String name, Value value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new GraphException("the value '" + name + "' is defined twice");
        }
    }

    boolean knows(String name) {
        return values.containsKey(name);
    }

    /** The value that {@code name} means here, or null. */
    @Nullable
    Value find(String name) {
        return values.get(name);
    }
}
