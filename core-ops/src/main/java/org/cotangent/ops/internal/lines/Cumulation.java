package org.cotangent.ops.internal.lines;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Results of all beginnings of a line along the axis that input 1 holds: with {@code exclusive} without the element
 * itself, with {@code reverse} from the end.
 */
public abstract class Cumulation extends OnnxOperator {
    protected Cumulation(String type, int since) {
        super(type, since, ports());
    }

    private static Signature ports() {
        Set<DType> types = DType.floating();
        types.addAll(EnumSet.of(DType.INT32, DType.INT64, DType.UINT32, DType.UINT64));
        TypeVariable t = TypeVariable.of("T", types);
        return Signature.builder()
                .input("x", t)
                .fixed("axis", Types.index("T2"))
                .output("y", t)
                .attribute("exclusive", 0)
                .attribute("reverse", 0)
                .build();
    }

    /** {@return what a line begins with} */
    protected abstract int identity();

    protected abstract double combine(double x, double y);

    protected abstract long combine(long x, long y);

    @Override
    public final List<TensorType> infer(Inference call) {
        Shape axis = call.shape(1);
        if (axis.isStatic() && !axis.elements().is(1)) {
            throw new ShapeException("axis must be a scalar, not of shape " + axis);
        }
        Tensor constant = call.constant(1);
        if (constant != null && call.shape(0).isRanked()) {
            call.shape(0).axis(constant.getLong(0));
        }
        return List.of(call.input(0));
    }

    /** {@return the kernel of a call} */
    protected final Kernel prepare(Preparation call) {
        return Planned.of(call, elements -> prepare(call, elements.apply(1)), 1);
    }

    private Kernel prepare(Preparation call, @Nullable Tensor axis) {
        TensorType x = call.input(0);
        AxisSplit split = AxisSplit.of(x.shape(), Objects.requireNonNull(axis).getLong(0));
        boolean exclusive = call.attributes().flag("exclusive");
        boolean reverse = call.attributes().flag("reverse");
        return x.dtype().isFloating()
                ? Lines.reals(
                        (line, at, n) -> run(line, at, n, exclusive, reverse), split, split.length(), call.parallel())
                : Lines.wholes(
                        (line, at, n) -> run(line, at, n, exclusive, reverse), split, split.length(), call.parallel());
    }

    private void run(double[] line, int at, int n, boolean exclusive, boolean reverse) {
        double before = identity();
        for (int k = 0; k < n; k++) {
            int i = at + (reverse ? n - 1 - k : k);
            double next = combine(before, line[i]);
            line[i] = exclusive ? before : next;
            before = next;
        }
    }

    private void run(long[] line, int at, int n, boolean exclusive, boolean reverse) {
        long before = identity();
        for (int k = 0; k < n; k++) {
            int i = at + (reverse ? n - 1 - k : k);
            long next = combine(before, line[i]);
            line[i] = exclusive ? before : next;
            before = next;
        }
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            Attributes attributes =
                    Attributes.of("exclusive", draw.integer(0, 1)).with("reverse", draw.integer(0, 1));
            long axis = draw.integer(-shape.length, shape.length - 1);
            return Sample.of(attributes, draw.tensor(shape, -2, 2), Tensor.scalar(axis));
        });
    }
}
