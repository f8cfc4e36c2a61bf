package org.cotangent.onnx;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.jspecify.annotations.Nullable;

/** Makes {@code GraphProto}s and {@code NodeProto}s of graphs that hold nothing but what files can hold. */
final class GraphWriter {
    private final Names names;
    private final TensorSink tensors;
    private final OpsetNeeds needs;
    private final FunctionWriter functions;

    GraphWriter(Names names, TensorSink tensors, OpsetNeeds needs, FunctionWriter functions) {
        this.names = names;
        this.tensors = tensors;
        this.needs = needs;
        this.functions = functions;
    }

    /** The main graph of a model; inputs and outputs have the names of the graph. */
    GraphProto main(Graph graph) {
        GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name().isEmpty() ? "graph" : graph.name());
        graph.inputs().forEach((name, value) -> names.give(value, name));
        return write(graph, proto, graph.inputs().values().stream().toList());
    }

    /** The graph in an attribute of {@code node}: what it captures it uses by name. */
    private GraphProto body(Node node, Attribute.OfGraph attribute) {
        Graph graph = attribute.body();
        GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name().isEmpty() ? "body" : graph.name());
        List<Value> inputs = List.copyOf(graph.inputs().values());
        int own = inputs.size() - attribute.captures();
        int shift = node.inputs().size() - inputs.size();
        for (int i = own; i < inputs.size(); i++) {
            names.alias(inputs.get(i), Objects.requireNonNull(node.inputs().get(shift + i)));
        }
        return write(graph, proto, inputs.subList(0, own));
    }

    private GraphProto write(Graph graph, GraphProto.Builder proto, List<Value> inputs) {
        inputs.forEach(input -> proto.addInput(TypeWriter.write(names.of(input), input.type())));
        SequencedMap<String, Value> outputs = outputs(graph, inputs);
        graph.initializers().forEach((value, tensor) -> proto.addInitializer(tensors.add(names.of(value), tensor)));
        for (Node node : graph.nodes()) {
            proto.addNode(write(node));
            if (node.operator() instanceof OpaqueOperator) {
                node.outputs().stream()
                        .filter(value -> !outputs.containsValue(value))
                        .forEach(value -> proto.addValueInfo(TypeWriter.write(names.of(value), value.type())));
            }
        }
        outputs.forEach((name, value) -> {
            String own = names.of(value);
            if (!own.equals(name)) {
                needs.addCopy(value);
                proto.addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .setName(names.node("Identity." + name))
                        .addInput(own)
                        .addOutput(name));
            }
            proto.addOutput(TypeWriter.write(name, value.type()));
        });
        return proto.build();
    }

    /**
     * The outputs of a graph by their names in the file. A value that some node gives takes on the name of the output;
     * one that has another name already, or comes from around the graph, has to be copied.
     */
    private SequencedMap<String, Value> outputs(Graph graph, List<Value> inputs) {
        Set<Value> computed = new HashSet<>();
        graph.nodes().forEach(node -> computed.addAll(node.outputs()));
        SequencedMap<String, Value> outputs = new LinkedHashMap<>();
        graph.outputs().forEach((name, value) -> {
            boolean passed = inputs.contains(value) && names.of(value).equals(name);
            boolean fresh = !names.has(value)
                    && (computed.contains(value) || graph.initializers().containsKey(value));
            outputs.put(passed ? name : fresh ? names.give(value, name) : names.unique(name), value);
        });
        return outputs;
    }

    /** One node. */
    NodeProto write(Node node) {
        int outputs = Math.min(node.outputs().size(), Expander.outputLimit(node.operator()));
        NodeProto.Builder proto = NodeProto.newBuilder()
                .setName(names.node(node.name()))
                .setOpType(functions.typeOf(node))
                .setDomain(node.operator().id().domain());
        for (@Nullable Value input : written(node)) {
            proto.addInput(input == null ? "" : names.of(input));
        }
        node.outputs().subList(0, outputs).forEach(output -> proto.addOutput(names.of(output)));
        for (Map.Entry<String, Attribute> entry : needs.written(node).entrySet()) {
            proto.addAttribute(
                    AttributeWriter.write(entry.getKey(), entry.getValue(), tensors, body -> body(node, body)));
        }
        if (node.operator() instanceof OpaqueOperator opaque) {
            proto.addAllAttribute(opaque.untranslated());
        }
        node.metadata()
                .forEach((key, value) -> proto.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        needs.add(node, outputs);
        return proto.build();
    }

    /**
     * ONNX's operators are told nothing of absent inputs at the end; functions have the inputs that they were made for.
     */
    private static List<@Nullable Value> written(Node node) {
        int count = node.inputs().size() - node.attributes().captures();
        boolean own = node.operator().id().domain().isEmpty();
        while (own && count > 0 && node.inputs().get(count - 1) == null) {
            count--;
        }
        return node.inputs().subList(0, count);
    }
}
