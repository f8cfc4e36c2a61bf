package org.cotangent.cpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** A call as plans make it whose inputs and output, images all of them, stand in memory with their channels last. */
public record ChannelsLastCall(KernelCall call, AxisOrder order) {

    private record Composed(Operator inner, Forward.Composite forward) implements Operator {
        @Override
        public OperatorId id() {
            return new OperatorId(OperatorId.COTANGENT, "Composed", 1);
        }

        @Override
        public Signature signature() {
            return inner.signature();
        }

        @Override
        public List<? extends ValueType> infer(Inference call) {
            throw new UnsupportedOperationException("the types are known");
        }

        @Override
        public Derivative derivative() {
            return new Derivative.Missing("a call within a plan");
        }
    }

    /**
     * The call of these inputs, moved.
     *
     * @param output of the operator, as if nothing were moved
     */
    public static ChannelsLastCall of(
            Operator operator, Attributes attributes, TensorType output, Parallel parallel, List<Tensor> inputs) {
        AxisOrder order = AxisOrder.channelsLast(output.shape().rank());
        Forward.Composite composite = new Forward.Composite(
                operator, attributes, Collections.nCopies(inputs.size(), order.inverse()), order, null);
        List<@Nullable Tensor> stored = new ArrayList<>();
        inputs.forEach(input -> stored.add(moved(input, order)));
        KernelCall call = KernelCall.of(
                new Composed(operator, composite),
                output.with(order.apply(output.shape())),
                stored.toArray(new @Nullable Tensor[0]));
        return new ChannelsLastCall(call.with(parallel), order);
    }

    /** The result of the provider's kernel, which must take the call, moved back. */
    public Tensor compute(KernelProvider provider) {
        return moved(call.compute(provider), order.inverse());
    }

    public Offer offer(KernelProvider provider) {
        return provider.offer(call);
    }

    private static Tensor moved(Tensor tensor, AxisOrder order) {
        Tensor moved =
                Tensor.allocate(tensor.dtype(), order.apply(tensor.shape()).sizes());
        long[] sizes = moved.shape().sizes();
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= tensor.shape().size(axis);
        }
        long[] steps = order.apply(strides);
        for (long i = 0; i < moved.elements(); i++) {
            long rest = i;
            long from = 0;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                from += rest % sizes[axis] * steps[axis];
                rest /= sizes[axis];
            }
            moved.setDouble(i, tensor.getDouble(from));
        }
        return moved;
    }
}
