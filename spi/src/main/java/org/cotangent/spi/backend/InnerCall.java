package org.cotangent.spi.backend;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * The call within a composite, as if its operands stood in memory in their natural order: for kernels that take the
 * orders of axes into account when they find elements.
 */
public record InnerCall(Preparation outer, Forward.Composite composite) implements Preparation {
    @Override
    public Operator operator() {
        return composite.operator();
    }

    @Override
    public Attributes attributes() {
        return composite.attributes();
    }

    @Override
    public String name() {
        return outer.name();
    }

    @Override
    public int inputCount() {
        return composite.inputs().size();
    }

    @Override
    public int outputCount() {
        return 1;
    }

    @Override
    public @Nullable TensorType findInput(int i) {
        return ordered(outer.findInput(i), composite.inputs().get(i));
    }

    @Override
    public @Nullable TensorType findOutput(int i) {
        return i == 0 ? ordered(outer.findOutput(0), composite.output().inverse()) : null;
    }

    private static @Nullable TensorType ordered(@Nullable TensorType type, AxisOrder order) {
        return type == null ? null : type.with(order.apply(type.shape()));
    }

    /** {@return the elements of an input that stands in its natural order; null for others} */
    @Override
    public @Nullable Tensor constant(int i) {
        return composite.inputs().get(i).isNatural() ? outer.constant(i) : null;
    }

    @Override
    public Parallel parallel() {
        return outer.parallel();
    }

    @Override
    public @Nullable Device device() {
        return outer.device();
    }

    @Override
    public ProductPrecision precision() {
        return outer.precision();
    }
}
