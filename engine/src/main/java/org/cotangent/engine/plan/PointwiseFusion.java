package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Makes one operator of every tree of elementwise operators.
 *
 * <p>A node joins its consumer if nobody else uses its output, both have the same static shape, and both compute in the
 * same element type. Constants of one element become part of the expression.
 */
final class PointwiseFusion {
    private static final int MOST_INPUTS = 16;
    private static final int MOST_NODES = 48;

    private final OperatorLookup operators;
    private final HostCalls calls;

    PointwiseFusion(OperatorLookup operators, HostCalls calls) {
        this.operators = operators;
        this.calls = calls;
    }

    /** The nodes that become one, and what the one has for inputs. */
    private static final class Group {
        private final List<Node> nodes = new ArrayList<>();
        private final List<Value> inputs = new ArrayList<>();

        void add(Value value) {
            if (!inputs.contains(value)) {
                inputs.add(value);
            }
        }
    }

    Graph apply(Graph graph) {
        Map<Value, Node> producers = new IdentityHashMap<>();
        Map<Value, Integer> uses = new IdentityHashMap<>();
        Map<Value, Node> consumers = new IdentityHashMap<>();
        Set<Node> live = Liveness.nodes(graph);
        for (Node node : graph.nodes()) {
            if (live.contains(node)) {
                node.outputs().forEach(output -> producers.put(output, node));
                node.inputs().stream().distinct().forEach(input -> {
                    if (input != null) {
                        uses.merge(input, 1, Integer::sum);
                        consumers.put(input, node);
                    }
                });
            }
        }
        graph.outputs().values().forEach(value -> uses.merge(value, 1, Integer::sum));
        graph.updates().values().forEach(value -> uses.merge(value, 1, Integer::sum));
        Map<Node, Node> absorbed = new IdentityHashMap<>();
        for (Node node : graph.nodes()) {
            Value output = node.outputs().getFirst();
            Node consumer = consumers.get(output);
            if (live.contains(node) && consumer != null && uses.getOrDefault(output, 0) == 1 && fits(node, consumer)) {
                absorbed.put(node, consumer);
            }
        }
        Map<Node, Group> groups = grow(graph, producers, absorbed);
        return new Rewriter(graph, producers, absorbed, groups).apply(input -> input);
    }

    /** Grows groups from their last node backwards and gives up on nodes that would make one too large. */
    private static Map<Node, Group> grow(Graph graph, Map<Value, Node> producers, Map<Node, Node> absorbed) {
        Map<Node, Group> groups = new IdentityHashMap<>();
        for (Node node : graph.nodes().reversed()) {
            Node consumer = absorbed.get(node);
            Group group = consumer == null ? null : groups.get(consumer);
            boolean full = group != null
                    && (group.nodes.size() >= MOST_NODES || group.inputs.size() + node.inputs().size() > MOST_INPUTS);
            if (group != null && full) {
                group.add(node.outputs().getFirst());
            }
            if (group == null || full) {
                absorbed.remove(node);
                group = new Group();
            }
            group.nodes.add(node);
            groups.put(node, group);
            for (Value input : node.inputs()) {
                Node producer = input == null ? null : producers.get(input);
                if (input != null && (producer == null || absorbed.get(producer) != node)) {
                    group.add(input);
                }
            }
        }
        return groups;
    }

    private static boolean fits(Node node, Node consumer) {
        return isFusable(node)
                && isFusable(consumer)
                && node.outputs().getFirst().shape().equals(consumer.outputs().getFirst().shape())
                && compatible(computeType(node), computeType(consumer));
    }

    private static boolean compatible(DType one, DType other) {
        return one == other || one == DType.BOOL || other == DType.BOOL;
    }

    private static boolean isFusable(Node node) {
        return node.operator().forward() instanceof Forward.Pointwise pointwise
                && node.outputs().size() == 1
                && node.outputs().getFirst().type() instanceof TensorType type
                && type.isStatic()
                && node.inputs().stream().allMatch(input -> input == null || input.type() instanceof TensorType)
                && pointwise.covers(inputTypes(node));
    }

    private static List<@Nullable DType> inputTypes(Node node) {
        List<@Nullable DType> types = new ArrayList<>();
        for (Value input : node.inputs()) {
            types.add(input == null ? null : input.dtype());
        }
        return types;
    }

    private static DType computeType(Node node) {
        for (Value input : node.inputs()) {
            if (input != null && input.dtype() != DType.BOOL) {
                return input.dtype();
            }
        }
        return DType.BOOL;
    }

    /** Writes each group at the place of its last node. */
    private final class Rewriter extends GraphRewriter {
        private final Map<Value, Node> producers;
        private final Map<Node, Node> absorbed;
        private final Map<Node, Group> groups;
        private final Map<Value, Value> images = new IdentityHashMap<>();

        Rewriter(Graph graph, Map<Value, Node> producers, Map<Node, Node> absorbed, Map<Node, Group> groups) {
            super(graph, operators, calls);
            this.producers = producers;
            this.absorbed = absorbed;
            this.groups = groups;
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            for (int i = 0; i < inputs.size(); i++) {
                Value before = node.inputs().get(i);
                Value now = inputs.get(i);
                if (before != null && now != null) {
                    images.put(before, now);
                }
            }
            if (absorbed.containsKey(node)) {
                return node.outputs();
            }
            Group group = groups.get(node);
            boolean worthwhile = group != null && isFusable(node) && (group.nodes.size() > 1 || hasScalar(group));
            return group != null && worthwhile ? List.of(fuse(node, group)) : keep(node, inputs);
        }

        private boolean hasScalar(Group group) {
            return group.inputs.stream().anyMatch(value -> scalar(value) != null)
                    && group.inputs.stream().anyMatch(value -> scalar(value) == null);
        }

        private Value fuse(Node last, Group group) {
            DType dtype = group.nodes.stream()
                    .map(PointwiseFusion::computeType)
                    .filter(type -> type != DType.BOOL)
                    .findFirst()
                    .orElse(DType.BOOL);
            List<Value> inputs = new ArrayList<>();
            Map<Value, Scalar> leaves = new IdentityHashMap<>();
            boolean anchored = isAnchored(last, group, dtype);
            for (Value value : group.inputs) {
                Scalar constant = anchored ? scalar(value) : null;
                if (constant == null) {
                    inputs.add(images.getOrDefault(value, value));
                }
                leaves.put(value, constant == null ? Scalar.input(inputs.size() - 1) : constant);
            }
            Scalar expression = expression(last, leaves, dtype);
            List<String> names = group.nodes.reversed().stream()
                    .map(node -> node.operator().id().type())
                    .toList();
            Value output = last.outputs().getFirst();
            List<DType> types = inputs.stream().map(Value::dtype).toList();
            FusedPointwise operator = new FusedPointwise(expression, types, output.dtype(), String.join("+", names));
            return emitter()
                    .emit(
                            operator,
                            Attributes.none(),
                            new ArrayList<>(inputs),
                            new NodeNames(last.name(), List.of(output.name()), last.metadata()),
                            1)
                    .getFirst();
        }

        /** Constants may go into the expression if what remains still tells the element type and the shape. */
        private boolean isAnchored(Node last, Group group, DType dtype) {
            Shape shape = Shape.scalar();
            boolean typed = false;
            for (Value value : group.inputs) {
                if (scalar(value) == null) {
                    shape = shape.broadcast(value.shape());
                    typed |= value.dtype() == dtype;
                }
            }
            return typed && shape.equals(last.outputs().getFirst().shape());
        }

        /** Equal values get the very same expression, so that it is computed once. */
        private Scalar expression(Node node, Map<Value, Scalar> known, DType dtype) {
            List<Scalar> arguments = new ArrayList<>();
            for (Value input : node.inputs()) {
                if (input == null) {
                    arguments.add(Scalar.constant(Double.NaN));
                    continue;
                }
                Scalar argument = known.get(input);
                if (argument == null) {
                    Node producer = producers.get(input);
                    if (producer == null) {
                        throw new IllegalStateException("no producer of " + input);
                    }
                    argument = expression(producer, known, dtype);
                    known.put(input, argument);
                }
                arguments.add(argument);
            }
            if (node.operator().forward() instanceof Forward.Pointwise pointwise) {
                DType own = computeType(node);
                return Substitution.of(arguments)
                        .apply(pointwise.expression().of(node.attributes(), own == DType.BOOL ? dtype : own, node.inputs().size()));
            }
            throw new IllegalStateException(node.describe() + " is not pointwise");
        }

        /** {@return the value as a constant of the expression, if it is one exactly} */
        private @Nullable Scalar scalar(Value value) {
            Tensor tensor = emitter().constantOf(images.getOrDefault(value, value));
            if (tensor == null || tensor.elements() != 1 || !tensor.dtype().isFloating() || tensor.rank() > 1) {
                return null;
            }
            return Scalar.constant(tensor.getDouble(0));
        }
    }
}
