package org.cotangent.ops.internal.lines;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** A function of the lines along the axis {@code axis} that keeps the shape; by default along the last axis. */
public abstract class AxisOperator extends OnnxOperator {
    private final @Nullable Image image;

    /** The function in other operators: of {@code x}, which is float32 or float64, along an axis. */
    @FunctionalInterface
    protected interface Image {
        Value of(Formulas f, Value x, long axis);
    }

    /** @param image the function in other operators, if there is one */
    protected AxisOperator(String type, int since, @Nullable Image image) {
        super(
                type,
                since,
                Signatures.unary("input", "output", DType.floating())
                        .attribute("axis", -1)
                        .build());
        this.image = image;
    }

    /** Replaces a line by its image. */
    protected abstract void transform(double[] lines, int at, int length);

    /** {@return the largest element of a line; NaN if one is NaN, minus infinity if there are none} */
    protected static double largest(double[] lines, int at, int length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = at; i < at + length; i++) {
            largest = Math.max(largest, lines[i]);
        }
        return largest;
    }

    @Override
    public final List<TensorType> infer(Inference call) {
        call.shape(0).axis(call.attributes().integer("axis"));
        return List.of(call.input(0));
    }

    @Override
    public final Forward forward() {
        return new Forward.HostKernel(this::prepare, image == null ? null : (f, call) -> expand(f, call, image));
    }

    private static List<Value> expand(Formulas f, Call call, Image image) {
        DType dtype = call.dtype(0);
        Value x = f.cast(call.input(0), dtype == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT);
        return List.of(f.cast(image.of(f, x, call.attributes().integer("axis")), dtype));
    }

    private Kernel prepare(Preparation call) {
        AxisSplit split = AxisSplit.of(call.input(0).shape(), call.attributes().integer("axis"));
        return Lines.reals(this::transform, split, split.length(), call.parallel());
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            long axis = draw.integer(-shape.length, shape.length - 1);
            return Sample.of(Attributes.of("axis", axis), draw.distinct(shape, 0.3));
        });
    }
}
