package org.cotangent.ops.internal.normalization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Shapes of the normalisations over trailing axes. */
public final class NormalizationShapes {
    private NormalizationShapes() {}

    /** {@return the first axis that is normalised} Checks that scale and bias broadcast to the input. */
    public static int axis(Inference call) {
        Shape x = call.shape(0);
        for (int i = 1; i < call.inputCount(); i++) {
            if (call.has(i)
                    && x.isStatic()
                    && call.shape(i).isStatic()
                    && !x.broadcast(call.shape(i)).equals(x)) {
                throw new ShapeException(
                        "input " + i + " of shape " + call.shape(i) + " does not broadcast to X of shape " + x);
            }
        }
        return x.axis(call.attributes().integer("axis"));
    }

    /** {@return the axes of X from attribute {@code axis} on} */
    public static long[] axes(Attributes attributes, Shape x) {
        return LongStream.range(x.axis(attributes.integer("axis")), x.rank()).toArray();
    }

    /** {@return the shape with the axes from {@code axis} on of size 1} */
    public static Shape reduced(Shape x, int axis) {
        List<Dim> dims = new ArrayList<>(x.dims());
        for (int i = axis; i < dims.size(); i++) {
            dims.set(i, Dim.of(1));
        }
        return Shape.of(dims);
    }

    /** {@return the rows of X from attribute {@code axis} on, with scale and bias broadcast to X} */
    public static RowNormalization.Layout layout(Preparation call, boolean centred, int meanOutput, int inverseOutput) {
        Shape shape = call.input(0).shape();
        int axis = shape.axis(call.attributes().integer("axis"));
        long[] x = shape.sizes();
        long[] scale = call.input(1).shape().sizes();
        long[] bias = call.hasInput(2) ? call.input(2).shape().sizes() : scale;
        return new RowNormalization.Layout(
                Math.toIntExact(shape.elements(0, axis).size()),
                Math.toIntExact(shape.elements(axis, x.length).size()),
                BroadcastOffsets.of(x, 0, axis, scale),
                BroadcastOffsets.of(x, axis, x.length, scale),
                BroadcastOffsets.of(x, 0, axis, bias),
                BroadcastOffsets.of(x, axis, x.length, bias),
                centred,
                call.attributes().real("epsilon"),
                meanOutput,
                inverseOutput);
    }

    /** {@return calls with any axis, and scales of the normalised shape or one that broadcasts} */
    public static Domain domain(boolean biased) {
        return Domain.of(draw -> {
            long[] x = draw.shape(1, 4);
            x[x.length - 1] += 2;
            int axis = draw.integer(0, x.length - 1);
            long[] normalized = Arrays.copyOfRange(x, axis, x.length);
            long[] scale = draw.chance(0.3) ? draw.broadcastableTo(x) : normalized;
            Attributes attributes = Attributes.of("axis", draw.chance(0.5) ? axis : axis - x.length)
                    .with("epsilon", draw.pick(1e-5f, 1e-2f));
            Tensor values = draw.tensor(x, -2, 2);
            Tensor scales = draw.tensor(scale, -2, 2);
            @Nullable Tensor bias = biased && draw.chance(0.7) ? draw.tensor(normalized, -2, 2) : null;
            return biased
                    ? Domain.Sample.of(attributes, values, scales, bias)
                    : Domain.Sample.of(attributes, values, scales);
        });
    }
}
