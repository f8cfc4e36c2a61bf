package org.cotangent.testkit;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.TensorType;

/** The values of a graph by which one can differentiate. */
final class SmoothUses {
    private SmoothUses() {}

    /** {@return the floating tensors that are an input, not a fixed one, of some node} */
    static Set<Value> of(Graph graph) {
        Set<Value> smooth = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                Value input = node.inputs().get(i);
                if (input != null
                        && input.type() instanceof TensorType type
                        && type.dtype().isFloating()
                        && node.operator().signature().input(i).role() != Role.FIXED) {
                    smooth.add(input);
                }
            }
        }
        return smooth;
    }
}
