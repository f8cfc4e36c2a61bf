package org.cotangent.train.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Copies a graph node by node, so that some nodes become others. Names stay; types are inferred again. */
public final class GraphCopy {
    /** Decides what becomes of nodes. */
    @FunctionalInterface
    public interface Edit {
        /** {@return whether it has emitted what stands in the place of a node, and told its outputs} */
        boolean apply(Node node, GraphCopy copy);
    }

    private final Graph graph;
    private final GraphBuilder builder;
    private final Map<Value, Value> images = new HashMap<>();

    private GraphCopy(Graph graph, GraphBuilder builder) {
        this.graph = graph;
        this.builder = builder;
        graph.nodes()
                .forEach(node ->
                        builder.reserve(node.outputs().stream().map(Value::name).toList()));
    }

    /** {@return a copy into a graph of which nothing is written yet; what stands for inputs and initializers is put} */
    public static GraphCopy into(GraphBuilder builder, Graph graph) {
        return new GraphCopy(graph, builder);
    }

    /** {@return the graph after the edits; the first that applies to a node decides about it} */
    public static Graph of(Graph graph, OperatorLookup operators, List<? extends Edit> edits) {
        return of(graph, operators, Map.of(), edits);
    }

    /** {@return the graph after the edits, with other types of these inputs} */
    public static Graph of(
            Graph graph,
            OperatorLookup operators,
            Map<String, ? extends ValueType> inputs,
            List<? extends Edit> edits) {
        GraphCopy copy = new GraphCopy(graph, new GraphBuilder(graph.name(), operators));
        copy.start(inputs);
        for (Node node : graph.nodes()) {
            if (edits.stream().noneMatch(edit -> edit.apply(node, copy))) {
                copy.keep(node);
            }
        }
        return copy.finish();
    }

    private void start(Map<String, ? extends ValueType> types) {
        graph.inputs().forEach((name, value) -> {
            ValueType type = types.get(name);
            images.put(value, builder.input(name, type == null ? value.type() : type));
        });
        graph.initializers().forEach((value, tensor) -> {
            Value image = builder.initializer(value.name(), tensor);
            images.put(value, image);
            if (graph.parameters().contains(value)) {
                builder.markParameter(image);
            }
        });
    }

    private Graph finish() {
        graph.outputs().forEach((name, value) -> builder.output(name, image(value)));
        graph.updates().forEach((parameter, value) -> builder.update(image(parameter), image(value)));
        return builder.build();
    }

    /** {@return where the copy is written} */
    public GraphBuilder builder() {
        return builder;
    }

    public Formulas formulas() {
        return new Formulas(builder);
    }

    /** {@return what stands for a value in the copy} */
    public Value image(Value value) {
        return Objects.requireNonNull(images.get(value), value::name);
    }

    /** {@return what stands for input {@code i} of a node, or null if it is absent} */
    public @Nullable Value input(Node node, int i) {
        Value value = i < node.inputs().size() ? node.inputs().get(i) : null;
        return value == null ? null : image(value);
    }

    /** {@return what stands for the inputs of a node} */
    public List<@Nullable Value> inputs(Node node) {
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            inputs.add(input(node, i));
        }
        return inputs;
    }

    /** Lets a value of the copy stand for a value of the graph. */
    public void put(Value value, Value image) {
        images.put(value, image);
    }

    /** Copies a node as it is. */
    public void keep(Node node) {
        replace(node, node.operator(), node.attributes(), inputs(node));
    }

    /** Emits a call whose outputs stand for those of a node. */
    public void replace(Node node, Operator operator, Attributes attributes, List<@Nullable Value> inputs) {
        List<Value> outputs =
                emit(node, operator, attributes, inputs, node.outputs().size());
        for (int i = 0; i < outputs.size(); i++) {
            put(node.outputs().get(i), outputs.get(i));
        }
    }

    /** {@return the outputs of a new call that has the names of a node} */
    public List<Value> emit(
            Node node, Operator operator, Attributes attributes, List<@Nullable Value> inputs, int count) {
        List<String> names = node.outputs().stream().map(Value::name).toList();
        return builder.emit(operator, attributes, inputs, new NodeNames(node.name(), names, node.metadata()), count);
    }
}
