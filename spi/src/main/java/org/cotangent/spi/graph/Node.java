package org.cotangent.spi.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/**
 * The use of an operator in a graph.
 *
 * @param attributes with defaults filled in
 * @param inputs null where an optional input is absent
 * @param metadata what an exporter noted about the node, such as the scope it comes from
 */
public record Node(
        String name,
        Operator operator,
        Attributes attributes,
        List<@Nullable Value> inputs,
        List<Value> outputs,
        Map<String, String> metadata) {
    public Node {
        inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
        outputs = List.copyOf(outputs);
        metadata = Map.copyOf(metadata);
    }

    /** {@return whether it draws random numbers, itself or in one of its graphs} */
    public boolean isRandom() {
        return operator.signature().isRandom() || attributes.areRandom();
    }

    /** {@return operator and name, for messages} */
    public String describe() {
        return operator.id().qualifiedName() + " node '" + name + "'";
    }
}
