package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The orders in which the axes of values stand in the graph that is being written. A value is what comes of its order,
 * applied to what stands there; only when another order is needed is it transposed, once for each order.
 */
final class StoredOrders {
    private record Wanted(Value value, AxisOrder order) {}

    private final Formulas f;
    private final UnaryOperator<Value> images;
    private final Map<Value, AxisOrder> orders = new HashMap<>();
    private final Map<Wanted, Value> transposed = new HashMap<>();

    /**
     * All values stand in their natural order at first.
     *
     * @param images gives what stands for a value of the source
     */
    StoredOrders(Formulas f, UnaryOperator<Value> images) {
        this.f = f;
        this.images = images;
    }

    AxisOrder of(Value value) {
        return orders.getOrDefault(value, AxisOrder.natural());
    }

    /** States in which order a value of the source stands. */
    void put(Value value, AxisOrder order) {
        orders.put(value, order);
    }

    /** {@return the value as it is} */
    Value natural(Value value) {
        return in(value, AxisOrder.natural());
    }

    /** {@return the elements of a vector of whole numbers that is the same in every run, or null} */
    long @Nullable [] constant(Value value) {
        Tensor tensor = f.emitter().constantOf(images.apply(value));
        return tensor == null ? null : tensor.toLongs();
    }

    /** {@return what the value is when {@code order} is applied to it} */
    Value in(Value value, AxisOrder order) {
        AxisOrder way = of(value).then(order.inverse());
        return way.isNatural()
                ? images.apply(value)
                : transposed.computeIfAbsent(new Wanted(value, order), wanted -> transposed(images.apply(value), way));
    }

    /** {@return a value that broadcasts to one of a rank, as it is to broadcast when that one stands in an order} */
    Value broadcasting(Value value, AxisOrder order, int rank) {
        Value natural = natural(value);
        int missing = rank - natural.shape().rank();
        if (missing == rank) {
            return natural;
        }
        Value aligned = missing == 0 ? natural : f.reshape(natural, Shape.of(dims(natural.shape(), missing)));
        return transposed(aligned, order.inverse());
    }

    private static List<Dim> dims(Shape shape, int missing) {
        List<Dim> dims = new ArrayList<>(Collections.nCopies(missing, Dim.of(1)));
        dims.addAll(shape.dims());
        return dims;
    }

    /** Where axes of size 1 alone change their places no element moves. */
    private Value transposed(Value value, AxisOrder order) {
        int last = -1;
        boolean moves = false;
        int[] axes = order.toArray(value.shape().rank());
        for (int axis : axes) {
            if (!value.shape().dim(axis).is(1)) {
                moves |= axis < last;
                last = axis;
            }
        }
        return moves ? f.transpose(value, axes) : f.reshape(value, order.apply(value.shape()));
    }
}
