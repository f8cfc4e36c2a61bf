package org.cotangent.engine.plan;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Computes once what several nodes compute alike: the same operator with the same attributes on the same values, or on
 * equal small constants. Rules of derivatives, which may need what the forward pass has, write such nodes freely.
 */
final class SharedCalls {
    private static final long SMALL_BYTES = 512;

    private final OperatorLookup operators;
    private final HostCalls calls;

    private record Call(Operator operator, Attributes attributes, List<@Nullable Value> inputs) {}

    /** A constant by what it holds: bytes compare by content. */
    private record Constant(TensorType type, ByteBuffer bytes) {}

    SharedCalls(OperatorLookup operators, HostCalls calls) {
        this.operators = operators;
        this.calls = calls;
    }

    Graph apply(Graph graph) {
        return new Rewriter(graph).apply(input -> input);
    }

    private final class Rewriter extends GraphRewriter {
        private final Map<Call, List<Value>> done = new HashMap<>();
        private final Map<Constant, Value> constants = new HashMap<>();

        Rewriter(Graph graph) {
            super(graph, operators, calls);
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            List<@Nullable Value> shared = new ArrayList<>();
            inputs.forEach(input -> shared.add(input == null ? null : shared(input)));
            if (node.isRandom() || !node.attributes().graphs().isEmpty()) {
                return keep(node, shared);
            }
            Call call = new Call(node.operator(), node.attributes(), shared);
            List<Value> known = done.get(call);
            if (known == null || known.size() < node.outputs().size()) {
                known = keep(node, shared);
                done.put(call, known);
            }
            return known;
        }

        private Value shared(Value value) {
            Tensor tensor = emitter().constantOf(value);
            if (tensor == null || tensor.dtype() == DType.STRING || tensor.byteSize() > SMALL_BYTES) {
                return value;
            }
            byte[] bytes = tensor.segment().asSlice(0, tensor.byteSize()).toArray(ValueLayout.JAVA_BYTE);
            Value known = constants.putIfAbsent(new Constant(tensor.type(), ByteBuffer.wrap(bytes)), value);
            return known == null ? value : known;
        }
    }
}
