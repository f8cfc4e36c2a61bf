package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <p>A subgraph sees the names around it. What it uses of them it captures: as further inputs of its graph, or, where
 * the value is a constant that nobody differentiates (sizes, axes, indices), as an initializer of its own.
 */
final class Scope {
    private final GraphBuilder builder;
    private final @Nullable Scope outer;
    private final boolean nested;
    private final Map<String, Integer> opsets;
    private final Map<String, AttributeProto> bindings;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, ValueInfoProto> declared = new HashMap<>();
    private final List<Value> captures = new ArrayList<>();
    private Set<String> own = Set.of();

    private Scope(
            GraphBuilder builder,
            @Nullable Scope outer,
            boolean nested,
            Map<String, Integer> opsets,
            Map<String, AttributeProto> bindings) {
        this.builder = builder;
        this.outer = outer;
        this.nested = nested;
        this.opsets = opsets;
        this.bindings = bindings;
    }

    /** The scope of a model's main graph. */
    static Scope main(GraphBuilder builder, Map<String, Integer> opsets) {
        return new Scope(builder, null, false, opsets, Map.of());
    }

    /** The scope of a graph in an attribute of a node of this scope. */
    Scope nested(GraphBuilder body) {
        return new Scope(body, this, true, opsets, bindings);
    }

    /** The scope of the body of a function called in this scope: it sees nothing but its inputs and attributes. */
    Scope function(Map<String, Integer> functionOpsets, Map<String, AttributeProto> attributes) {
        return new Scope(builder, null, nested, functionOpsets, attributes);
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

    /** Values of the surrounding graph that are inputs of this one, in the order of these inputs. */
    List<Value> captures() {
        return captures;
    }

    /** Declares the names that this scope is going to define. */
    void reserve(Set<String> names) {
        own = names;
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
        return values.containsKey(name) || (outer != null && outer.knows(name));
    }

    /** The value that {@code name} means here, or null. */
    @Nullable Value find(String name) {
        Value value = values.get(name);
        if (value != null || outer == null) {
            return value;
        }
        Value captured = outer.find(name);
        return captured == null ? null : capture(name, captured, outer.builder.constantOf(captured));
    }

    private Value capture(String name, Value captured, @Nullable Tensor constant) {
        String localName = own.contains(name) ? "outer." + name : name;
        Value local;
        if (constant != null && !constant.dtype().isFloating()) {
            local = builder.initializer(localName, constant);
        } else {
            local = builder.input(localName, captured.type());
            captures.add(captured);
        }
        values.put(name, local);
        return local;
    }
}
