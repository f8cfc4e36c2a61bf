package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.FunctionProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/** Puts the bodies of model-local functions in the place of their calls. */
final class FunctionCalls {
    private final ImportContext context;
    private final GraphReader graphs;
    private final Set<FunctionProto> open;

    /** Within the bodies of the functions in {@code open}, which must not be called again. */
    FunctionCalls(ImportContext context, GraphReader graphs, Set<FunctionProto> open) {
        this.context = context;
        this.graphs = graphs;
        this.open = open;
    }

    /** The outputs of the call {@code node} of {@code function}. */
    List<Value> inline(
            NodeProto node,
            FunctionProto function,
            List<@Nullable Value> inputs,
            Scope caller,
            NodeNaming naming,
            Map<String, AttributeProto> given) {
        if (open.contains(function) || open.size() >= context.limits().functionDepth()) {
            throw new GraphException("function " + function.getName() + " is called within itself, or functions are"
                    + " nested more than " + context.limits().functionDepth() + " deep");
        }
        if (inputs.size() > function.getInputCount() || node.getOutputCount() > function.getOutputCount()) {
            throw new GraphException("function " + function.getName() + " has " + function.getInputCount()
                    + " inputs and " + function.getOutputCount() + " outputs");
        }
        Scope scope = caller.function(ModelHeader.opsets(function.getOpsetImportList()), bindings(function, given));
        scope.declare(function.getValueInfoList());
        Map<String, String> renamed = new HashMap<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            renamed.putIfAbsent(function.getOutput(i), naming.value(node.getOutput(i)));
        }
        for (int i = 0; i < function.getInputCount(); i++) {
            Value input = i < inputs.size() ? inputs.get(i) : null;
            if (input != null) {
                scope.define(function.getInput(i), input);
            }
        }
        readBody(function, scope, new NodeNaming(prefix(node, naming), renamed));
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            outputs.add(output(function, i, scope));
        }
        return outputs;
    }

    private void readBody(FunctionProto function, Scope scope, NodeNaming naming) {
        Set<FunctionProto> inside = new HashSet<>(open);
        inside.add(function);
        NodeReader reader = new NodeReader(context, graphs, scope, naming, new FunctionCalls(context, graphs, inside));
        Set<String> absent = new HashSet<>(function.getInputList());
        absent.removeIf(scope::knows);
        NodeOrder order = new NodeOrder(
                function.getNodeList().stream()
                        .map(node -> without(absent, node))
                        .toList(),
                scope::knows);
        order.problems().forEach(problem -> context.problem("function " + function.getName() + ": " + problem));
        order.sorted().forEach(reader::read);
    }

    /** An optional input that the call leaves out is left out in the body too. */
    private static NodeProto without(Set<String> absent, NodeProto node) {
        if (absent.isEmpty() || node.getInputList().stream().noneMatch(absent::contains)) {
            return node;
        }
        NodeProto.Builder builder = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (absent.contains(node.getInput(i))) {
                builder.setInput(i, "");
            }
        }
        return builder.build();
    }

    private static Value output(FunctionProto function, int i, Scope scope) {
        Value value = scope.find(function.getOutput(i));
        if (value == null) {
            throw new GraphException(
                    "function " + function.getName() + " does not give its output '" + function.getOutput(i) + "'");
        }
        return value;
    }

    private static Map<String, AttributeProto> bindings(FunctionProto function, Map<String, AttributeProto> given) {
        Map<String, AttributeProto> bindings = new HashMap<>();
        function.getAttributeProtoList().forEach(standard -> bindings.put(standard.getName(), standard));
        bindings.putAll(given);
        return bindings;
    }

    /** Unique, because no two nodes have an output of the same name. */
    private static String prefix(NodeProto node, NodeNaming naming) {
        String call = node.getOutputList().stream()
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(node.getName());
        return naming.value(call) + "/";
    }
}
