package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Writes a graph anew, node by node, from its inputs to its outputs; leaves out what nothing depends on. */
abstract class GraphRewriter {
    private final Graph source;
    private final GraphBuilder builder;
    private final FoldingEmitter emitter;
    private final Map<Value, Value> images = new HashMap<>();

    GraphRewriter(Graph source, OperatorLookup operators, HostCalls calls) {
        this.source = source;
        this.builder = new GraphBuilder(source.name(), operators);
        this.emitter = new FoldingEmitter(builder, calls);
    }

    /** {@return the elements of an input that is the same in every run from now on, or null} */
    @Nullable
    Tensor known(Value input) {
        return null;
    }

    /** {@return what stands for the outputs of a node whose inputs are now {@code inputs}} */
    abstract List<Value> rewrite(Node node, List<@Nullable Value> inputs);

    /** {@return the live nodes, in the order in which they are written} */
    List<Node> order(Graph graph) {
        return graph.liveNodes();
    }

    /** States what stands for a value from now on; for outputs of other nodes than the one that is being rewritten. */
    final void replace(Value before, Value now) {
        images.put(before, now);
    }

    FoldingEmitter emitter() {
        return emitter;
    }

    /** {@return the node as it is, on other inputs} */
    List<Value> keep(Node node, List<@Nullable Value> inputs) {
        NodeNames names = new NodeNames(
                node.name(), node.outputs().stream().map(Value::name).toList(), node.metadata());
        return emitter.emit(
                node.operator(),
                node.attributes(),
                inputs,
                names,
                node.outputs().size());
    }

    /**
     * {@return the graph written anew}
     *
     * @param inputType gives each input the type it has from now on
     */
    Graph apply(UnaryOperator<Value> inputType) {
        source.inputs().values().forEach(input -> {
            Tensor elements = known(input);
            images.put(
                    input,
                    elements == null
                            ? builder.input(input.name(), inputType.apply(input).type())
                            : builder.initializer(input.name(), elements));
        });
        source.initializers()
                .forEach((value, tensor) -> images.put(
                        value,
                        source.parameters().contains(value)
                                ? builder.parameter(value.name(), tensor)
                                : builder.initializer(value.name(), tensor)));
        for (Node node : order(source)) {
            List<@Nullable Value> inputs = new ArrayList<>();
            for (Value input : node.inputs()) {
                inputs.add(input == null ? null : image(input));
            }
            List<Value> outputs = rewrite(node, inputs);
            for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
                images.put(node.outputs().get(i), outputs.get(i));
            }
        }
        source.outputs().forEach((name, value) -> builder.output(name, delivered(value)));
        source.updates().forEach((parameter, value) -> builder.update(image(parameter), delivered(value)));
        return builder.build();
    }

    /** {@return what an output or an update is, of the type of the value} */
    Value delivered(Value value) {
        return image(value);
    }

    /** {@return what stands for a value that was written} */
    final Value image(Value value) {
        Value image = images.get(value);
        if (image == null) {
            throw new IllegalStateException("value " + value + " was used before it was written");
        }
        return image;
    }
}
