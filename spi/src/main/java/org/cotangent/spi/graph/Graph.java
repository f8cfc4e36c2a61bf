package org.cotangent.spi.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A directed acyclic graph of operators; immutable.
 *
 * <p>Initializers are tensors that come with the graph. Those among them that are {@linkplain #parameters() parameters}
 * may change between runs: training does it through {@linkplain #updates() updates}. The others are constants.
 */
public final class Graph {
    private final String name;
    private final SequencedMap<String, Value> inputs;
    private final SequencedMap<String, Value> outputs;
    private final SequencedMap<Value, Tensor> initializers;
    private final Set<Value> parameters;
    private final SequencedMap<Value, Value> updates;
    private final List<Node> nodes;

    Graph(
            String name,
            SequencedMap<String, Value> inputs,
            SequencedMap<String, Value> outputs,
            SequencedMap<Value, Tensor> initializers,
            Set<Value> parameters,
            SequencedMap<Value, Value> updates,
            List<Node> nodes) {
        this.name = name;
        this.inputs = frozen(inputs);
        this.outputs = frozen(outputs);
        this.initializers = frozen(initializers);
        this.parameters = Collections.unmodifiableSet(new LinkedHashSet<>(parameters));
        this.updates = frozen(updates);
        this.nodes = List.copyOf(nodes);
    }

    private static <K, V> SequencedMap<K, V> frozen(Map<K, V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    public String name() {
        return name;
    }

    public SequencedMap<String, Value> inputs() {
        return inputs;
    }

    public SequencedMap<String, Value> outputs() {
        return outputs;
    }

    public SequencedMap<Value, Tensor> initializers() {
        return initializers;
    }

    /** {@return the initializers that may change between runs} */
    public Set<Value> parameters() {
        return parameters;
    }

    /** {@return for each parameter that a run changes, the value it takes afterwards} */
    public SequencedMap<Value, Value> updates() {
        return updates;
    }

    /** {@return the nodes, each after those whose outputs it uses} */
    public List<Node> nodes() {
        return nodes;
    }

    public Value input(String name) {
        return named(inputs, name, "input");
    }

    public Value output(String name) {
        return named(outputs, name, "output");
    }

    /** {@return the initializer of this name} */
    public Value initializer(String name) {
        for (Value value : initializers.keySet()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        throw new GraphException("graph '" + this.name + "' has no initializer '" + name + "'");
    }

    /** {@return the input, initializer or node output of this name, or null} */
    public @Nullable Value find(String name) {
        if (inputs.containsKey(name)) {
            return inputs.get(name);
        }
        for (Value value : initializers.keySet()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        for (Node node : nodes) {
            for (Value value : node.outputs()) {
                if (value.name().equals(name)) {
                    return value;
                }
            }
        }
        return null;
    }

    /** {@return the values on which outputs and updates depend, these included} */
    public Set<Value> liveValues() {
        Set<Value> live = new HashSet<>(outputs.values());
        live.addAll(updates.keySet());
        live.addAll(updates.values());
        for (Node node : nodes.reversed()) {
            if (!Collections.disjoint(node.outputs(), live)) {
                node.inputs().stream().filter(Objects::nonNull).forEach(live::add);
            }
        }
        return live;
    }

    /** {@return the nodes on which outputs and updates depend, in their order} */
    public List<Node> liveNodes() {
        Set<Value> live = liveValues();
        return nodes.stream()
                .filter(node -> !Collections.disjoint(node.outputs(), live))
                .toList();
    }

    /**
     * {@return the outputs, with these values in the place of the inputs}
     *
     * @param emitter where the nodes go
     */
    public List<Value> inline(Emitter emitter, List<Value> arguments) {
        Map<Value, Value> images = new HashMap<>();
        for (Value input : inputs.values()) {
            images.put(input, arguments.get(images.size()));
        }
        initializers.forEach((value, tensor) -> images.put(value, emitter.constant(tensor)));
        for (Node node : nodes) {
            List<@Nullable Value> taken = new ArrayList<>();
            for (Value input : node.inputs()) {
                taken.add(input == null ? null : images.get(input));
            }
            List<Value> given = emitter.emit(
                    node.operator(), node.attributes(), taken, node.outputs().size());
            for (int i = 0; i < node.outputs().size(); i++) {
                images.put(node.outputs().get(i), given.get(i));
            }
        }
        return outputs.values().stream()
                .map(value -> Objects.requireNonNull(images.get(value)))
                .toList();
    }

    private Value named(Map<String, Value> values, String wanted, String what) {
        Value value = values.get(wanted);
        if (value == null) {
            throw new GraphException(
                    "graph '" + name + "' has no " + what + " '" + wanted + "'; it has " + values.keySet());
        }
        return value;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("graph " + name + inputs.values() + " -> " + outputs.values());
        for (Node node : nodes) {
            text.append("\n  ")
                    .append(node.outputs())
                    .append(" = ")
                    .append(node.operator().id().qualifiedName());
            text.append(node.inputs()).append(node.attributes().asMap().isEmpty() ? "" : " " + node.attributes());
        }
        return text.toString();
    }
}
