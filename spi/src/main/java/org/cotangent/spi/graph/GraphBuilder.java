package org.cotangent.spi.graph;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Graph}. Types are inferred and checked as operators are added; names are made unique.
 *
 * <p>Not safe for use by several threads.
 */
public final class GraphBuilder implements Emitter {
    private final OperatorLookup operators;
    private final String name;
    private final SequencedMap<String, Value> inputs = new LinkedHashMap<>();
    private final SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    private final SequencedMap<Value, Tensor> initializers = new LinkedHashMap<>();
    private final Set<Value> parameters = new LinkedHashSet<>();
    private final SequencedMap<Value, Value> updates = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Value, Integer> producers = new HashMap<>();
    private final Map<Value, List<Dim>> integers = new HashMap<>();
    private final Map<String, Value> scalars = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> reserved = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();

    public GraphBuilder(String name, OperatorLookup operators) {
        this.name = name;
        this.operators = operators;
    }

    /** {@return a builder that begins with everything in a graph, its very values and nodes} */
    public static GraphBuilder from(Graph graph, OperatorLookup operators) {
        GraphBuilder builder = new GraphBuilder(graph.name(), operators);
        graph.inputs().values().forEach(value -> builder.inputs.put(builder.claim(value), value));
        graph.initializers().forEach((value, tensor) -> {
            builder.claim(value);
            builder.initializers.put(value, tensor);
        });
        builder.parameters.addAll(graph.parameters());
        graph.nodes().forEach(builder::adopt);
        builder.outputs.putAll(graph.outputs());
        builder.updates.putAll(graph.updates());
        return builder;
    }

    private String claim(Value value) {
        if (!names.add(value.name())) {
            throw new GraphException("graph '" + name + "' has two values of the name '" + value.name() + "'");
        }
        return value.name();
    }

    /** Keeps names that will be given to values later from being made up before. */
    public void reserve(Collection<String> wanted) {
        reserved.addAll(wanted);
    }

    private String fresh(String base) {
        String candidate;
        do {
            candidate = base + "#" + counters.merge(base, 1, Integer::sum);
        } while (reserved.contains(candidate) || !names.add(candidate));
        return candidate;
    }

    public Value input(String inputName, ValueType type) {
        Value value = new Value(inputName, type);
        inputs.put(claim(value), value);
        type.substitute(symbol -> {
            reserved.add(symbol);
            return null;
        });
        return value;
    }

    /** {@return an input whose name is made of this one} */
    public Value newInput(String base, ValueType type) {
        Value value = new Value(names.contains(base) ? fresh(base) : base, type);
        names.remove(value.name());
        return input(value.name(), type);
    }

    /** States what is known of the elements of an integer input. */
    void know(Value input, List<Dim> elements) {
        integers.put(input, elements);
    }

    /** {@return the input of this name, or null} */
    public @Nullable Value findInput(String inputName) {
        return inputs.get(inputName);
    }

    /** {@return a tensor that comes with the graph and never changes} */
    public Value initializer(String initializerName, Tensor tensor) {
        Value value = new Value(initializerName, tensor.type());
        claim(value);
        initializers.put(value, tensor);
        return value;
    }

    /** {@return a tensor that comes with the graph and that runs or users may change} */
    public Value parameter(String parameterName, Tensor tensor) {
        Value value = initializer(parameterName, tensor);
        parameters.add(value);
        return value;
    }

    /** Makes an initializer a parameter. */
    public void markParameter(Value value) {
        requireInitializer(value);
        parameters.add(value);
    }

    /** Replaces the elements of an initializer by those of another tensor of the same type. */
    public void setInitializer(Value value, Tensor tensor) {
        requireInitializer(value);
        if (!value.type().equals(tensor.type())) {
            throw new GraphException("initializer " + value + " cannot be held by a tensor " + tensor.type());
        }
        initializers.put(value, tensor);
    }

    private void requireInitializer(Value value) {
        if (!initializers.containsKey(value)) {
            throw new GraphException("'" + value.name() + "' is no initializer of graph '" + name + "'");
        }
    }

    /** {@return an initializer with these elements; equal scalars share one} */
    @Override
    public Value constant(Tensor tensor) {
        if (tensor.elements() != 1
                || tensor.dtype() == DType.STRING
                || tensor.dtype().bits() < 8) {
            return unnamed(tensor);
        }
        String key = tensor.type()
                + Arrays.toString(tensor.segment().asSlice(0, tensor.byteSize()).toArray(ValueLayout.JAVA_BYTE));
        return scalars.computeIfAbsent(key, k -> unnamed(tensor));
    }

    private Value unnamed(Tensor tensor) {
        Value value = new Value(fresh("constant"), tensor.type());
        initializers.put(value, tensor);
        return value;
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return parameters.contains(value) ? null : initializers.get(value);
    }

    @Override
    public OperatorLookup operators() {
        return operators;
    }

    @Override
    public List<Value> emit(
            Operator operator, Attributes attributes, List<@Nullable Value> arguments, int outputCount) {
        return emit(operator, attributes, arguments, new NodeNames("", List.of(), Map.of()), outputCount);
    }

    /** Names for a node and its outputs; empty, missing or taken ones are made up. */
    public record NodeNames(String node, List<String> outputs, Map<String, String> metadata) {}

    /** {@return the outputs of a new node with these names} */
    public List<Value> emit(
            Operator operator,
            Attributes attributes,
            List<@Nullable Value> arguments,
            NodeNames wanted,
            int outputCount) {
        String nodeName = wanted.node().isEmpty() ? fresh(operator.id().type()) : wanted.node();
        CallTypes call = new CallTypes(operator, nodeName);
        Attributes resolved = call.resolve(attributes);
        CallTypes.Result result = call.infer(resolved, arguments, outputCount, new KnownFacts());
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < outputCount; i++) {
            String given = i < wanted.outputs().size() ? wanted.outputs().get(i) : "";
            String base = given.isEmpty()
                    ? nodeName + "." + operator.signature().output(i).name()
                    : given;
            boolean free = !given.isEmpty() && names.add(given);
            Value value = new Value(free ? given : fresh(base), result.types().get(i));
            List<Dim> elements = result.integers().get(i);
            if (elements != null) {
                integers.put(value, elements);
            }
            results.add(value);
        }
        append(new Node(nodeName, operator, result.attributes(), arguments, results, wanted.metadata()));
        return results;
    }

    /** {@return what would be known of a call if it was emitted now} */
    public CallTypes.Result infer(
            Operator operator, Attributes attributes, List<@Nullable Value> arguments, int count) {
        CallTypes call = new CallTypes(operator, operator.id().type());
        return call.infer(call.resolve(attributes), arguments, count, new KnownFacts());
    }

    /** {@return the only output of an operator of ONNX's own domain} */
    public Value apply(String type, Attributes attributes, @Nullable Value... arguments) {
        return emit(operators.get("", type), attributes, Arrays.asList(arguments), 1)
                .getFirst();
    }

    /** {@return the only output of an operator of ONNX's own domain, with default attributes} */
    public Value apply(String type, @Nullable Value... arguments) {
        return apply(type, Attributes.none(), arguments);
    }

    /** Adds a node as it is; its inputs must be there and its outputs new. */
    public void adopt(Node node) {
        node.outputs().forEach(this::claim);
        append(node);
    }

    private void append(Node node) {
        for (Value input : node.inputs()) {
            if (input != null && !isDefined(input)) {
                throw new GraphException(
                        node.describe() + " uses '" + input.name() + "', which this graph does not define");
            }
        }
        node.outputs().forEach(value -> producers.put(value, nodes.size()));
        nodes.add(node);
    }

    /** {@return whether the value is an input, an initializer or an output of a node of this graph} */
    public boolean isDefined(Value value) {
        return producers.containsKey(value) || initializers.containsKey(value) || inputs.get(value.name()) == value;
    }

    /** {@return the node whose output this is, or null for inputs and initializers} */
    public @Nullable Node producer(Value value) {
        Integer index = producers.get(value);
        return index == null ? null : nodes.get(index);
    }

    /** {@return output {@code i} of a node of this graph, which computes it from now on if it did not} */
    public Value output(Node node, int i) {
        Node present = present(node);
        return i < present.outputs().size()
                ? present.outputs().get(i)
                : extend(present, present.attributes(), i + 1).get(i);
    }

    private Node present(Node node) {
        Node present = producer(node.outputs().getFirst());
        if (present == null) {
            throw new GraphException(node.describe() + " is not in graph '" + name + "'");
        }
        return present;
    }

    /**
     * {@return the outputs of a node of this graph, more than before}
     *
     * @param attributes that the node has from now on; the outputs that were there stay what they were
     */
    public List<Value> extend(Node node, Attributes attributes, int count) {
        Node present = present(node);
        CallTypes.Result result = new CallTypes(present.operator(), present.name())
                .infer(attributes, present.inputs(), count, new KnownFacts());
        List<Value> extended = new ArrayList<>(present.outputs());
        int index = producers.getOrDefault(present.outputs().getFirst(), -1);
        for (int k = extended.size(); k < count; k++) {
            Port port = present.operator().signature().output(k);
            Value value = new Value(
                    fresh(present.name() + "." + port.name()), result.types().get(k));
            producers.put(value, index);
            extended.add(value);
        }
        nodes.set(
                index,
                new Node(
                        present.name(),
                        present.operator(),
                        result.attributes(),
                        present.inputs(),
                        extended,
                        present.metadata()));
        return extended;
    }

    @Override
    public @Nullable List<Dim> integersOf(Value value) {
        return new KnownFacts().integers(value);
    }

    /** Declares an output of the graph. */
    public void output(String outputName, Value value) {
        if (!isDefined(value)) {
            throw new GraphException(
                    "output '" + outputName + "' is a value that graph '" + name + "' does not define");
        }
        if (outputs.putIfAbsent(outputName, value) != null) {
            throw new GraphException("graph '" + name + "' has two outputs of the name '" + outputName + "'");
        }
    }

    /** Forgets all declared outputs. */
    public void clearOutputs() {
        outputs.clear();
    }

    /** Forgets all declared updates, so that runs change nothing. */
    public void clearUpdates() {
        updates.clear();
    }

    /** Declares that after a run the parameter takes this value. */
    public void update(Value parameter, Value value) {
        if (!parameters.contains(parameter)) {
            throw new GraphException("'" + parameter.name() + "' is no parameter of graph '" + name + "'");
        }
        if (!parameter.type().equals(value.type())) {
            throw new GraphException("parameter " + parameter + " cannot take the value " + value);
        }
        updates.put(parameter, value);
    }

    public Graph build() {
        return new Graph(name, inputs, outputs, initializers, parameters, updates, nodes);
    }

    private final class KnownFacts implements CallTypes.Facts {
        @Override
        public @Nullable Tensor constant(Value value) {
            return constantOf(value);
        }

        @Override
        public @Nullable List<Dim> integers(Value value) {
            Tensor tensor = constantOf(value);
            if (tensor == null) {
                return integers.get(value);
            }
            return value.type() instanceof TensorType ? Dim.elementsOf(tensor) : null;
        }

        @Override
        public Dim fresh(String base) {
            return Dim.symbol(GraphBuilder.this.fresh("?" + base));
        }
    }
}
