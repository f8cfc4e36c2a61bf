package org.cotangent.spi.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** A graph for inputs of other types: the same nodes, all types inferred again. */
final class Retyping {
    private final Graph graph;
    private final List<? extends ValueType> types;
    private final List<@Nullable List<Dim>> integers;

    /** @param integers for each input what is known of its elements, null where nothing is */
    Retyping(Graph graph, List<? extends ValueType> types, List<@Nullable List<Dim>> integers) {
        if (types.size() != graph.inputs().size()) {
            throw new GraphException("graph '" + graph.name() + "' has the inputs "
                    + graph.inputs().keySet() + ", but the call gives it " + types.size());
        }
        this.graph = graph;
        this.types = types;
        this.integers = integers;
    }

    Graph apply() {
        List<ValueType> before =
                graph.inputs().values().stream().map(Value::type).toList();
        return before.equals(types) && integers.stream().allMatch(Objects::isNull) ? graph : rewritten();
    }

    private Graph rewritten() {
        GraphBuilder builder = new GraphBuilder(graph.name(), (domain, type) -> null);
        Map<Value, Value> images = new HashMap<>();
        graph.inputs().forEach((name, value) -> {
            int i = images.size();
            Value image = builder.input(name, types.get(i));
            List<Dim> elements = integers.get(i);
            if (elements != null) {
                builder.know(image, elements);
            }
            images.put(value, image);
        });
        graph.initializers().forEach((value, tensor) -> images.put(value, builder.initializer(value.name(), tensor)));
        for (Node node : graph.nodes()) {
            List<@Nullable Value> inputs = new ArrayList<>();
            for (Value input : node.inputs()) {
                inputs.add(input == null ? null : images.get(input));
            }
            List<String> names = node.outputs().stream().map(Value::name).toList();
            List<Value> outputs = builder.emit(
                    node.operator(),
                    node.attributes(),
                    inputs,
                    new NodeNames(node.name(), names, node.metadata()),
                    names.size());
            for (int i = 0; i < names.size(); i++) {
                images.put(node.outputs().get(i), outputs.get(i));
            }
        }
        graph.outputs().forEach((name, value) -> builder.output(name, Objects.requireNonNull(images.get(value))));
        return builder.build();
    }

    /** {@return the types of the outputs, where sizes that were made up in the graph are made up again} */
    List<ValueType> results(Graph typed, Function<String, Dim> fresh) {
        Set<String> outer = new HashSet<>();
        types.forEach(type -> type.substitute(symbol -> {
            outer.add(symbol);
            return null;
        }));
        Map<String, Dim> renamed = new HashMap<>();
        List<ValueType> results = new ArrayList<>();
        for (Value output : typed.outputs().values()) {
            results.add(output.type()
                    .substitute(symbol -> outer.contains(symbol) || !symbol.startsWith("?")
                            ? null
                            : renamed.computeIfAbsent(symbol, s -> fresh.apply("inner"))));
        }
        return results;
    }
}
