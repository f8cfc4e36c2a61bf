package org.cotangent.engine.plan.pattern;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How a pattern explains a value; immutable.
 *
 * @param values by the names in the pattern
 * @param nodes the nodes that are explained
 */
public record Match(GraphFacts facts, Map<String, Value> values, Set<Node> nodes) {
    static Match none(GraphFacts facts) {
        return new Match(facts, Map.of(), Set.of());
    }

    /** {@return this and a name, or null if the name stands for something else} */
    @Nullable
    Match with(String name, Value value) {
        Value before = values.get(name);
        if (before != null) {
            return facts.areSame(before, value) ? this : null;
        }
        Map<String, Value> more = new HashMap<>(values);
        more.put(name, value);
        return new Match(facts, more, nodes);
    }

    /** {@return this, with one more node explained} */
    Match through(Node node) {
        Set<Node> more = new HashSet<>(nodes);
        more.add(node);
        return new Match(facts, values, more);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** {@return the value of a name that the pattern has met} */
    public Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the pattern has met no '" + name + "', only " + values.keySet());
        }
        return value;
    }

    /** {@return the node whose value has a name} */
    public Node node(String name) {
        Node node = facts.producer(value(name));
        if (node == null) {
            throw new IllegalStateException("'" + name + "' is no output of a node");
        }
        return node;
    }

    /** {@return the elements of a value that is known to be constant} */
    public Tensor constant(String name) {
        Tensor tensor = facts.constant(value(name));
        if (tensor == null) {
            throw new IllegalStateException("'" + name + "' is no constant");
        }
        return tensor;
    }
}
