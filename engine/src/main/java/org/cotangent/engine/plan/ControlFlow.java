package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Specialises a node that holds graphs: the graphs are specialised for the types of the call, captured sizes and
 * indices that are constant go into them, and a call that is known to be one of its graphs is replaced by it.
 */
final class ControlFlow {
    private final Specialisation specialisation;
    private final FoldingEmitter emitter;
    private final Node node;
    private final List<@Nullable Value> inputs;

    ControlFlow(Specialisation specialisation, FoldingEmitter emitter, Node node, List<@Nullable Value> inputs) {
        this.specialisation = specialisation;
        this.emitter = emitter;
        this.node = node;
        this.inputs = inputs;
    }

    List<Value> emit() {
        int outputs = node.outputs().size();
        CallTypes.Result result = emitter.infer(node.operator(), node.attributes(), inputs, outputs);
        if (result.becomes() != null) {
            Graph graph = result.attributes().graph(result.becomes()).body();
            List<Value> arguments = new ArrayList<>();
            for (Value input : inputs.subList(inputs.size() - graph.inputs().size(), inputs.size())) {
                arguments.add(Objects.requireNonNull(input));
            }
            return graph.inline(emitter, arguments);
        }
        List<@Nullable Tensor> known = knownCaptures(node.attributes().captures());
        Map<String, Attribute> attributes =
                new LinkedHashMap<>(result.attributes().asMap());
        try {
            result.attributes().graphs().forEach((name, graph) -> attributes.put(name, specialised(graph, known)));
        } catch (CotangentException e) {
            // a branch that does not fit these types fails if it runs
            return emit(result.attributes(), inputs);
        }
        List<@Nullable Value> rest = new ArrayList<>(inputs.subList(0, inputs.size() - known.size()));
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) == null) {
                rest.add(inputs.get(inputs.size() - known.size() + i));
            }
        }
        return emit(Attributes.of(attributes), rest);
    }

    private List<Value> emit(Attributes attributes, List<@Nullable Value> arguments) {
        NodeNames names = new NodeNames(
                node.name(), node.outputs().stream().map(Value::name).toList(), node.metadata());
        return emitter.emit(
                node.operator(), attributes, arguments, names, node.outputs().size());
    }

    private List<@Nullable Tensor> knownCaptures(int captures) {
        List<@Nullable Tensor> known = new ArrayList<>();
        for (Value capture : inputs.subList(inputs.size() - captures, inputs.size())) {
            Tensor tensor = capture == null ? null : emitter.constantOf(capture);
            known.add(tensor == null || tensor.dtype().isFloating() ? null : tensor);
        }
        return known;
    }

    private Attribute.OfGraph specialised(Attribute.OfGraph graph, List<@Nullable Tensor> known) {
        List<Value> values = List.copyOf(graph.body().inputs().values());
        Map<Value, Tensor> elements = new HashMap<>();
        Map<Value, ValueType> types = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            int capture = i - values.size() + known.size();
            Tensor tensor = capture < 0 ? null : known.get(capture);
            if (tensor != null) {
                elements.put(values.get(i), tensor);
            }
            types.put(values.get(i), values.get(i).type());
        }
        return new Attribute.OfGraph(
                specialisation.retyped(graph.body(), types, elements), graph.captures() - elements.size());
    }
}
