package org.cotangent.onnx;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;

/** The names that graphs in attributes take from around them, in the order of their use. */
final class FreeNames {
    private FreeNames() {}

    /** The names that a node takes from its scope, those of its subgraphs included. */
    static SequencedSet<String> of(NodeProto node) {
        SequencedSet<String> names = new LinkedHashSet<>(node.getInputList());
        names.addAll(of(node.getAttributeList()));
        if (GradientCall.isOne(node)) {
            names.addAll(GradientCall.names(node));
        }
        names.remove("");
        return names;
    }

    /** The names that the graphs in some attributes take from the scope of their node. */
    static SequencedSet<String> of(Collection<AttributeProto> attributes) {
        SequencedSet<String> names = new LinkedHashSet<>();
        for (AttributeProto attribute : attributes) {
            if (attribute.hasG()) {
                names.addAll(of(attribute.getG()));
            }
            attribute.getGraphsList().forEach(graph -> names.addAll(of(graph)));
        }
        return names;
    }

    private static SequencedSet<String> of(GraphProto graph) {
        SequencedSet<String> names = new LinkedHashSet<>();
        graph.getNodeList().forEach(node -> names.addAll(of(node)));
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        names.removeAll(defined(graph));
        return names;
    }

    /** The names that a graph gives values itself. */
    static Set<String> defined(GraphProto graph) {
        Set<String> names = new HashSet<>(List.of(""));
        graph.getInputList().forEach(input -> names.add(input.getName()));
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        graph.getSparseInitializerList()
                .forEach(sparse -> names.add(sparse.getValues().getName()));
        graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
        return names;
    }
}
