package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Which memory is alive while the nodes of a graph run in an order in which nodes may stand more than once: a node that
 * stands again computes its outputs anew, and what follows reads those.
 *
 * <p>An estimate: what is delivered to users and what is written over its parameter takes no memory, and nothing else
 * is written in place.
 */
final class Timeline {
    /** Memory that holds a value, and views of it, from when it is computed until it is read last. */
    static final class Block {
        private final Node creator;
        private final int start;
        private final long bytes;
        private final TreeMap<Integer, Set<Value>> reads = new TreeMap<>();

        Block(Node creator, int start, long bytes) {
            this.creator = creator;
            this.start = start;
            this.bytes = bytes;
        }

        Node creator() {
            return creator;
        }

        long bytes() {
            return bytes;
        }

        int end() {
            return reads.isEmpty() ? start : reads.lastKey();
        }

        boolean isAliveAt(int position) {
            return start <= position && position <= end();
        }

        /** {@return when it is read next; -1 if it is made or read at that position, or never read after it} */
        int readAfter(int position) {
            Integer next = start == position || reads.containsKey(position) ? null : reads.higherKey(position);
            return next == null ? -1 : next;
        }

        /** {@return the values over this memory that are read from a position on} */
        Set<Value> readFrom(int position) {
            Set<Value> values = new LinkedHashSet<>();
            reads.tailMap(position).values().forEach(values::addAll);
            return values;
        }
    }

    private final List<Node> order;
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Value, NavigableMap<Integer, Block>> places = new HashMap<>();
    private final long[] alive;

    Timeline(Graph graph, List<Node> order) {
        this.order = order;
        for (int i = 0; i < order.size(); i++) {
            Node node = order.get(i);
            for (Value input : node.inputs()) {
                read(input, i);
            }
            Value viewed = node.operator().forward() instanceof Forward.View
                    ? node.inputs().getFirst()
                    : null;
            for (Value output : node.outputs()) {
                Block block = viewed == null ? created(graph, node, i, output) : at(viewed, i);
                if (block != null) {
                    places.computeIfAbsent(output, v -> new TreeMap<>()).put(i, block);
                }
            }
        }
        graph.outputs().values().forEach(value -> read(value, order.size()));
        graph.updates().values().forEach(value -> read(value, order.size()));
        this.alive = new long[order.size()];
        for (Block block : blocks) {
            for (int i = block.start; i <= Math.min(block.end(), alive.length - 1); i++) {
                alive[i] += block.bytes;
            }
        }
    }

    private void read(@Nullable Value value, int position) {
        Block block = value == null ? null : at(value, position);
        if (value != null && block != null) {
            block.reads.computeIfAbsent(position, i -> new LinkedHashSet<>()).add(value);
        }
    }

    private Block created(Graph graph, Node node, int position, Value output) {
        boolean elsewhere =
                graph.outputs().containsValue(output) || graph.updates().containsValue(output);
        Block block = new Block(node, position, elsewhere ? 0 : bytes(output));
        blocks.add(block);
        return block;
    }

    /** {@return the bytes of a value; 0 if its size depends on the data} */
    static long bytes(Value value) {
        return value.type() instanceof TensorType type && type.isStatic()
                ? type.dtype().byteSize(type.shape().elements().size())
                : 0;
    }

    /** {@return the memory that holds a value before a position; null for inputs and initializers} */
    @Nullable
    Block at(Value value, int position) {
        NavigableMap<Integer, Block> held = places.get(value);
        Map.Entry<Integer, Block> latest = held == null ? null : held.lowerEntry(position);
        return latest == null ? null : latest.getValue();
    }

    List<Node> order() {
        return order;
    }

    List<Block> blocks() {
        return blocks;
    }

    long aliveAt(int position) {
        return alive[position];
    }

    /** {@return the position at which most memory is alive, the first if there are several} */
    int peak() {
        int peak = 0;
        for (int i = 1; i < alive.length; i++) {
            peak = alive[i] > alive[peak] ? i : peak;
        }
        return peak;
    }

    /** {@return the most memory that is alive at once} */
    long most() {
        return alive.length == 0 ? 0 : alive[peak()];
    }
}
