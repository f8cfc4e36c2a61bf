package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.FunctionProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;

/**
 * Writes operators of other domains than those of ONNX, and of its previews, as model-local functions, so that other
 * runtimes run them without knowing them. Their bodies depend on attributes, types and shapes; calls with different
 * bodies call functions with a number behind the name.
 */
final class FunctionWriter {
    /** Domains of ONNX whose operators other runtimes mostly lack. */
    private static final String PREVIEW = "ai.onnx.preview";

    private final Expander expander;
    private final OpsetNeeds needs;
    private final SequencedMap<String, FunctionProto.Builder> functions = new LinkedHashMap<>();
    private final Map<String, FunctionProto> bodies = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    FunctionWriter(Expander expander, OpsetNeeds needs) {
        this.expander = expander;
        this.needs = needs;
    }

    /** The operator type that a call of {@code node} has in the file. */
    String typeOf(Node node) {
        String domain = node.operator().id().domain();
        String type = node.operator().id().type();
        boolean known = node.operator().id().isOnnx() && !domain.startsWith(PREVIEW);
        if (known || node.operator() instanceof OpaqueOperator) {
            return type;
        }
        FunctionProto body;
        try {
            body = body(node);
        } catch (UnsupportedException e) {
            String warning = domain + "::" + type
                    + " is written without a body, so other runtimes need an operator for it: " + e.getMessage();
            if (!warnings.contains(warning)) {
                warnings.add(warning);
            }
            return type;
        }
        String name = type;
        for (int i = 2; ; i++) {
            FunctionProto other = bodies.putIfAbsent(domain + "::" + name, body);
            if (other == null) {
                functions.put(
                        domain + "::" + name, body.toBuilder().setName(name).setDomain(domain));
                return name;
            }
            if (other.equals(body)) {
                return name;
            }
            name = type + "_" + i;
        }
    }

    private FunctionProto body(Node node) {
        Graph graph = expander.body(node);
        Names names = new Names();
        GraphWriter writer = new GraphWriter(names, TensorWriter::write, needs, this);
        FunctionProto.Builder function = FunctionProto.newBuilder();
        needs.written(node).keySet().forEach(function::addAttribute);
        int next = 0;
        List<Value> inputs = List.copyOf(graph.inputs().values());
        for (int i = 0; i < node.inputs().size(); i++) {
            function.addInput(node.inputs().get(i) == null ? names.unique("absent" + i) : names.of(inputs.get(next++)));
        }
        graph.initializers()
                .forEach((value, tensor) -> function.addNode(NodeProto.newBuilder()
                        .setOpType("Constant")
                        .setName(names.node("constant"))
                        .addOutput(names.of(value))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value")
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .setT(TensorWriter.write("", tensor)))));
        graph.nodes().forEach(inner -> function.addNode(writer.write(inner)));
        graph.outputs().forEach((name, value) -> {
            String output = names.unique(name);
            needs.addCopy(value);
            function.addNode(NodeProto.newBuilder()
                    .setOpType("Identity")
                    .setName(names.node("Identity"))
                    .addInput(names.of(value))
                    .addOutput(output));
            function.addOutput(output);
        });
        return function.build();
    }

    /** The functions that calls need, with these versions of operator sets. */
    List<FunctionProto> functions(SequencedMap<String, Integer> opsets) {
        return functions.values().stream()
                .map(function ->
                        function.addAllOpsetImport(OnnxExporter.imports(opsets)).build())
                .toList();
    }

    /** What keeps other runtimes from running the model. */
    List<String> warnings() {
        return warnings;
    }
}
