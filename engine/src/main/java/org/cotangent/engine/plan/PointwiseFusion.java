package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.plan.FusionGroups.Group;
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
 * Makes one operator of elementwise operators that follow one another.
 *
 * <p>A node joins a consumer if both have the same static shape and compute in the same element type; what others need
 * of its output becomes an output of the one operator. Constants of one element become part of the expressions.
 */
final class PointwiseFusion {
    private static final int MOST_INPUTS = 16;
    private static final int MOST_OUTPUTS = 8;
    private static final int MOST_NODES = 48;

    private final OperatorLookup operators;
    private final HostCalls calls;

    PointwiseFusion(OperatorLookup operators, HostCalls calls) {
        this.operators = operators;
        this.calls = calls;
    }

    Graph apply(Graph graph) {
        FusionGroups groups = new FusionGroups(graph);
        groups.join((one, other) -> fits(groups, one, other));
        return new Rewriter(graph, groups).apply(input -> input);
    }

    private static boolean fits(FusionGroups groups, Group one, Group other) {
        return isFusable(one.nodes().getFirst())
                && isFusable(other.nodes().getFirst())
                && shape(one).equals(shape(other))
                && compatible(computeType(one), computeType(other))
                && one.nodes().size() + other.nodes().size() <= MOST_NODES
                && groups.inputs(one, other).size() <= MOST_INPUTS
                && groups.outputs(one, other).size() <= MOST_OUTPUTS;
    }

    private static Shape shape(Group group) {
        return group.nodes().getFirst().outputs().getFirst().shape();
    }

    private static boolean compatible(DType one, DType other) {
        return one == other || one == DType.BOOL || other == DType.BOOL;
    }

    private static boolean isFusable(Node node) {
        return node.operator().forward() instanceof Forward.Pointwise pointwise
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

    private static DType computeType(Group group) {
        return group.nodes().stream()
                .map(PointwiseFusion::computeType)
                .filter(type -> type != DType.BOOL)
                .findFirst()
                .orElse(DType.BOOL);
    }

    /** Writes each group at the place of its last node. */
    private final class Rewriter extends GraphRewriter {
        private final FusionGroups groups;

        Rewriter(Graph graph, FusionGroups groups) {
            super(graph, operators, calls);
            this.groups = groups;
        }

        @Override
        List<Node> order(Graph graph) {
            return groups.order();
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            Group group = groups.of(node);
            if (group.nodes().getLast() != node) {
                return node.outputs();
            }
            if (!isFusable(node) || (group.nodes().size() == 1 && !hasScalar(group))) {
                return keep(node, inputs);
            }
            fuse(group);
            return List.of();
        }

        private boolean hasScalar(Group group) {
            Set<Value> inputs = groups.inputs(group);
            return inputs.stream().anyMatch(value -> scalar(value) != null)
                    && inputs.stream().anyMatch(value -> scalar(value) == null);
        }

        private void fuse(Group group) {
            DType dtype = computeType(group);
            List<Value> inputs = new ArrayList<>();
            Map<Value, Scalar> known = new HashMap<>();
            boolean anchored = isAnchored(group, dtype);
            for (Value value : groups.inputs(group)) {
                Scalar constant = anchored ? scalar(value) : null;
                if (constant == null) {
                    inputs.add(image(value));
                }
                known.put(value, constant == null ? Scalar.input(inputs.size() - 1) : constant);
            }
            List<Value> outputs = groups.outputs(group);
            List<Scalar> expressions = outputs.stream()
                    .map(output -> expression(output, known, dtype))
                    .toList();
            List<String> names = group.nodes().stream()
                    .map(node -> node.operator().id().type())
                    .toList();
            FusedPointwise operator = new FusedPointwise(
                    expressions,
                    inputs.stream().map(Value::dtype).toList(),
                    outputs.stream().map(Value::dtype).toList(),
                    String.join("+", names));
            Node last = group.nodes().getLast();
            NodeNames written =
                    new NodeNames(last.name(), outputs.stream().map(Value::name).toList(), last.metadata());
            List<Value> results =
                    emitter().emit(operator, Attributes.none(), new ArrayList<>(inputs), written, outputs.size());
            for (int i = 0; i < results.size(); i++) {
                replace(outputs.get(i), results.get(i));
            }
        }

        /** Constants may go into the expressions if what remains still tells the element type and the shape. */
        private boolean isAnchored(Group group, DType dtype) {
            Shape shape = Shape.scalar();
            boolean typed = false;
            for (Value value : groups.inputs(group)) {
                if (scalar(value) == null) {
                    shape = shape.broadcast(value.shape());
                    typed |= value.dtype() == dtype;
                }
            }
            return typed && shape.equals(shape(group));
        }

        /** Equal values get the very same expression, so that it is computed once. */
        private Scalar expression(Value value, Map<Value, Scalar> known, DType dtype) {
            Scalar done = known.get(value);
            if (done != null) {
                return done;
            }
            Node node = groups.producer(value);
            if (node == null || !(node.operator().forward() instanceof Forward.Pointwise pointwise)) {
                throw new IllegalStateException(value + " is no output of an elementwise operator");
            }
            List<Scalar> arguments = new ArrayList<>();
            for (Value input : node.inputs()) {
                arguments.add(input == null ? Scalar.constant(Double.NaN) : expression(input, known, dtype));
            }
            DType own = computeType(node);
            List<Scalar> expressions = pointwise.of(
                    node.attributes(),
                    own == DType.BOOL ? dtype : own,
                    node.inputs().size());
            Substitution substitution = Substitution.of(arguments);
            for (int i = 0; i < node.outputs().size(); i++) {
                known.put(node.outputs().get(i), substitution.apply(expressions.get(i)));
            }
            return expression(value, known, dtype);
        }

        /** {@return the value as a constant of the expressions, if it is one exactly} */
        private @Nullable Scalar scalar(Value value) {
            Tensor tensor = emitter().constantOf(image(value));
            if (tensor == null || tensor.elements() != 1 || !tensor.dtype().isFloating() || tensor.rank() > 1) {
                return null;
            }
            return Scalar.constant(tensor.getDouble(0));
        }
    }
}
