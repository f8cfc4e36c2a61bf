package org.cotangent.ops.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * A grid for {@link GridSample}, [N, sizes..., axes], from affine maps theta, [N, axes, axes + 1]: {@code grid = theta
 * (p, 1)} for the places p of an image of {@code size} [N, C, sizes...] with two or three axes.
 *
 * <p>Places go from -1 to 1, the innermost axis first; these are the outer edges of the image or, with
 * {@code align_corners}, the centres of its last elements; an axis with one element is then at -1. Linear in theta.
 * ONNX AffineGrid, version 20.
 */
public final class AffineGrid extends OnnxOperator {
    public AffineGrid() {
        super(
                "AffineGrid",
                20,
                Signature.builder()
                        .input("theta", TypeVariable.of("T1", DType.floating()))
                        .fixed("size", Types.int64("T2"))
                        .output("grid", TypeVariable.of("T1", DType.floating()))
                        .attribute("align_corners", 0)
                        .build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape theta = call.shape(0);
        int axes = ShapeInputs.length(call, 1) - 2;
        if (theta.rank() != 3 || (axes > 0 && !fits(theta, axes))) {
            throw new ShapeException("theta must be [N, 2, 3] for a size of 4 numbers and [N, 3, 4] for one of 5, not "
                    + theta + " for " + (axes + 2));
        }
        if (axes < 0) {
            return List.of(call.input(0).with(Shape.unranked()));
        }
        List<Dim> sizes = call.integers(1);
        List<Dim> grid = new ArrayList<>();
        grid.add(theta.dim(0));
        for (int i = 0; i < axes; i++) {
            grid.add(sizes == null ? call.fresh("size") : sizes.get(i + 2));
        }
        grid.add(Dim.of(axes));
        return List.of(call.input(0).with(Shape.of(grid)));
    }

    private static boolean fits(Shape theta, int axes) {
        return (axes == 2 || axes == 3)
                && (!theta.dim(1).isKnown() || theta.dim(1).is(axes))
                && (!theta.dim(2).isKnown() || theta.dim(2).is(axes + 1));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(AffineGrid::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        int axes = (int) call.shape(1).size(0) - 2;
        DType real = call.dtype(0) == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        Value sizes = f.slice(call.input(1), 0, 2, axes + 2L);
        List<Value> places = new ArrayList<>();
        for (int i = axes - 1; i >= 0; i--) {
            Value along = places(f, call.attributes(), f.slice(sizes, 0, i, i + 1L), real);
            Value shaped = f.unsqueeze(along, LongStream.range(1, axes - i).toArray());
            places.add(f.unsqueeze(f.op("Expand", shaped, sizes), axes));
        }
        Value one = f.constant(Tensor.full(real, 1, 1));
        places.add(f.unsqueeze(f.op("Expand", one, sizes), axes));
        Value flat = f.reshape(f.concat(axes, places), -1, axes + 1L);
        Value grid = f.matmul(flat, f.transpose(f.cast(call.input(0), real), 0, 2, 1));
        Value shape = f.concat(0, List.of(f.sizeOf(call.input(0), 0), sizes, f.integers(axes)));
        return List.of(f.cast(f.reshape(grid, shape), call.dtype(0)));
    }

    /** {@return the places along an axis whose size is a vector of one number} */
    private static Value places(Formulas f, Attributes attributes, Value size, DType real) {
        Value scalar = f.squeeze(size, 0);
        Value index = f.op("Range", f.scalar(DType.INT64, 0), scalar, f.scalar(DType.INT64, 1));
        Value length = f.cast(scalar, real);
        boolean aligned = attributes.flag("align_corners");
        Value intervals = aligned ? f.op("Max", f.add(length, -1), f.scalar(real, 1)) : length;
        Value step = f.div(f.scalar(real, 2), intervals);
        Value start = aligned ? f.scalar(real, -1) : f.add(f.mul(step, 0.5), -1);
        return f.add(f.mul(f.cast(index, real), step), start);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            int axes = draw.integer(2, 3);
            long[] size = new long[axes + 2];
            size[0] = draw.extent();
            size[1] = 1;
            for (int i = 2; i < size.length; i++) {
                size[i] = draw.extent();
            }
            return Domain.Sample.of(
                    Attributes.of("align_corners", draw.integer(0, 1)),
                    draw.tensor(new long[] {size[0], axes, axes + 1}, -1, 1),
                    Tensor.vector(size));
        });
    }
}
