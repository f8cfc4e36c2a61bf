package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Lets elementwise operators read small tensors themselves, where an Expand would write a large one for them. */
final class ImplicitBroadcast {
    private final OperatorLookup operators;
    private final HostCalls calls;

    ImplicitBroadcast(OperatorLookup operators, HostCalls calls) {
        this.operators = operators;
        this.calls = calls;
    }

    Graph apply(Graph graph) {
        return new Rewriter(graph).apply(input -> input);
    }

    private final class Rewriter extends GraphRewriter {
        /** The small tensor behind each expanded one. */
        private final Map<Value, Value> origins = new HashMap<>();

        Rewriter(Graph graph) {
            super(graph, operators, calls);
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            List<@Nullable Value> direct =
                    node.operator().forward() instanceof Forward.Pointwise ? unexpanded(node, inputs) : inputs;
            List<Value> outputs = keep(node, direct);
            if (isExpand(node) && inputs.getFirst() instanceof Value small) {
                origins.put(outputs.getFirst(), small);
            }
            return outputs;
        }

        private static boolean isExpand(Node node) {
            OperatorId id = node.operator().id();
            return id.domain().isEmpty() && id.type().equals("Expand");
        }

        /** Replaces one input after the other as long as the inputs still broadcast to the shape of the output. */
        private List<@Nullable Value> unexpanded(Node node, List<@Nullable Value> inputs) {
            List<@Nullable Value> result = new ArrayList<>(inputs);
            for (int i = 0; i < result.size(); i++) {
                Value expanded = result.get(i);
                Value origin = expanded == null ? null : origins.get(expanded);
                if (origin != null) {
                    result.set(i, origin);
                    if (!covers(result, node.outputs().getFirst())) {
                        result.set(i, expanded);
                    }
                }
            }
            return result;
        }

        private static boolean covers(List<@Nullable Value> inputs, Value output) {
            Shape shape = Shape.scalar();
            for (Value input : inputs) {
                if (input != null) {
                    if (!(input.type() instanceof TensorType type && type.isStatic())) {
                        return false;
                    }
                    shape = shape.broadcast(input.shape());
                }
            }
            return shape.equals(output.shape());
        }
    }
}
