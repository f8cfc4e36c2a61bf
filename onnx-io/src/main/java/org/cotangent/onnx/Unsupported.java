package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * An operator of a model that cannot run here. The graph holds opaque nodes in its place.
 *
 * @param domain the operator's domain; empty for ONNX's own
 * @param type the operator type
 * @param opset the version of the domain that the model uses
 * @param count how many nodes there are
 * @param nodes the names of the first few
 * @param reason why, and what to do
 */
public record Unsupported(String domain, String type, int opset, int count, List<String> nodes, String reason) {
    /** How many node names are kept. */
    static final int SHOWN = 5;

    public Unsupported {
        nodes = List.copyOf(nodes);
    }

    /** {@return this with one more node} */
    Unsupported and(String node) {
        List<String> more = new ArrayList<>(nodes);
        if (more.size() < SHOWN) {
            more.add(node);
        }
        return new Unsupported(domain, type, opset, count + 1, more, reason);
    }

    @Override
    public String toString() {
        String name = domain.isEmpty() ? type : domain + "::" + type;
        return name + " (opset " + opset + ") x" + count + " at " + nodes + ": " + reason;
    }
}
