package org.cotangent.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Value;

/** The names of values and nodes in one file, unique over the graph and its subgraphs as ONNX wants it. */
final class Names {
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();
    private final IdentityHashMap<Value, String> values = new IdentityHashMap<>();
    private final Set<String> nodes = new HashSet<>();

    /** A name that nobody has, {@code wanted} if it is free. */
    String unique(String wanted) {
        return unique(wanted, taken);
    }

    /** A name for a node that no other node has. */
    String node(String wanted) {
        return unique(wanted, nodes);
    }

    private String unique(String wanted, Set<String> used) {
        String candidate = wanted;
        while (!used.add(candidate)) {
            candidate = wanted + "_" + counters.merge(wanted, 1, Integer::sum);
        }
        return candidate;
    }

    /** Gives {@code value} a name like {@code wanted}. */
    String give(Value value, String wanted) {
        String name = unique(wanted);
        values.put(value, name);
        return name;
    }

    /** Lets {@code inner}, an input of a body, be the value that it captures. */
    void alias(Value inner, Value outer) {
        values.put(inner, of(outer));
    }

    boolean has(Value value) {
        return values.containsKey(value);
    }

    /** The name of {@code value}, made of its own one if it got none yet. */
    String of(Value value) {
        String name = values.get(value);
        return name == null ? give(value, value.name()) : name;
    }
}
