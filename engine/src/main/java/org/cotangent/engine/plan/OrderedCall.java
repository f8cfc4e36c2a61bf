package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A call on operands whose axes stand in another order.
 *
 * @param attributes as they are for that order
 * @param operands gives the inputs
 * @param result the order that the results are in
 */
record OrderedCall(Attributes attributes, Function<Formulas, List<Value>> operands, AxisOrder result) {
    List<Value> inputs(Formulas f) {
        return operands.apply(f);
    }

    /** {@return the call on its operands as they stand; null if that is no use, or not possible} */
    static @Nullable OrderedCall of(Node node, StoredOrders orders) {
        if (node.inputs().stream().anyMatch(input -> input == null)
                || node.inputs().stream()
                        .allMatch(input -> input == null || orders.of(input).isNatural())) {
            return null;
        }
        if (node.operator().forward() instanceof Forward.Pointwise) {
            return pointwise(node, orders);
        }
        String type = node.operator().id().qualifiedName();
        if (type.equals("Concat")) {
            return concat(node, orders);
        }
        if (type.equals("Cast")) {
            AxisOrder order = orders.of(input(node, 0));
            return new OrderedCall(node.attributes(), f -> List.of(orders.in(input(node, 0), order)), order);
        }
        return type.startsWith("Reduce") ? reduce(node, orders) : null;
    }

    private static Value input(Node node, int i) {
        Value input = node.inputs().get(i);
        if (input == null) {
            throw new IllegalArgumentException(node.describe() + ": input " + i + " is absent");
        }
        return input;
    }

    /** The more of the large operands decide, in doubt images; small operands are put into the order. */
    private static @Nullable OrderedCall pointwise(Node node, StoredOrders orders) {
        Shape shape = node.outputs().getFirst().shape();
        List<Value> inputs = IntStream.range(0, node.inputs().size())
                .mapToObj(i -> input(node, i))
                .toList();
        List<AxisOrder> large = inputs.stream()
                .filter(input -> input.shape().equals(shape))
                .map(orders::of)
                .toList();
        AxisOrder order = large.stream()
                .filter(candidate -> !candidate.isNatural())
                .findFirst()
                .orElse(AxisOrder.natural());
        long plain = large.stream().filter(AxisOrder::isNatural).count();
        boolean image = shape.rank() > 3;
        if (order.isNatural() || 2 * plain > large.size() || (2 * plain == large.size() && !image)) {
            return null;
        }
        return new OrderedCall(
                node.attributes(),
                f -> inputs.stream()
                        .map(input -> input.shape().equals(shape)
                                ? orders.in(input, order)
                                : orders.broadcasting(input, order, shape.rank()))
                        .toList(),
                order);
    }

    private static @Nullable OrderedCall concat(Node node, StoredOrders orders) {
        AxisOrder order = orders.of(input(node, 0));
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            inputs.add(input(node, i));
        }
        if (order.isNatural()
                || inputs.stream().anyMatch(input -> !orders.of(input).equals(order))) {
            return null;
        }
        long axis = node.attributes().integer("axis");
        int rank = node.outputs().getFirst().shape().rank();
        int stored = order.source(Math.toIntExact(axis < 0 ? axis + rank : axis));
        return new OrderedCall(
                node.attributes().with("axis", stored),
                f -> inputs.stream().map(input -> orders.in(input, order)).toList(),
                order);
    }

    /** A reduction over axes that are known. */
    private static @Nullable OrderedCall reduce(Node node, StoredOrders orders) {
        Value x = input(node, 0);
        AxisOrder order = orders.of(x);
        long[] axes = node.inputs().size() < 2 ? new long[0] : orders.constant(input(node, 1));
        if (axes == null || (axes.length == 0 && node.attributes().flag("noop_with_empty_axes"))) {
            return null;
        }
        int rank = x.shape().rank();
        boolean[] gone = new boolean[rank];
        for (long axis : axes.length == 0 ? LongStream.range(0, rank).toArray() : axes) {
            gone[order.source(Math.toIntExact(axis < 0 ? axis + rank : axis))] = true;
        }
        long[] stored =
                IntStream.range(0, rank).filter(i -> gone[i]).asLongStream().toArray();
        AxisOrder result = node.attributes().flag("keepdims") ? order : remaining(order, gone);
        return new OrderedCall(node.attributes(), f -> List.of(orders.in(x, order), f.integers(stored)), result);
    }

    /** {@return the order that is left when some stored axes are gone} */
    private static AxisOrder remaining(AxisOrder order, boolean[] gone) {
        int[] place = new int[gone.length];
        int next = 0;
        for (int i = 0; i < gone.length; i++) {
            place[i] = gone[i] ? -1 : next++;
        }
        return AxisOrder.of(Arrays.stream(order.toArray(gone.length))
                .filter(axis -> !gone[axis])
                .map(axis -> place[axis])
                .toArray());
    }
}
