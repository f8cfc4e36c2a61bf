package org.cotangent.onnx;

import java.util.Map;

/**
 * How values and nodes of a body are called in the graph: in a graph as in the file, in an inlined function with the
 * name of the call in front.
 *
 * @param prefix stands before every name
 * @param renamed names that are replaced: outputs of a function by those of its call
 */
record NodeNaming(String prefix, Map<String, String> renamed) {
    static NodeNaming ofGraph() {
        return new NodeNaming("", Map.of());
    }

    String value(String name) {
        return name.isEmpty() ? "" : renamed.getOrDefault(name, prefix + name);
    }

    String node(String name) {
        return name.isEmpty() ? "" : prefix + name;
    }
}
