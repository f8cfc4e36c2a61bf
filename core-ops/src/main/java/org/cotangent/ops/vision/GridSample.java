package org.cotangent.ops.vision;

import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.indexing.Places;
import org.cotangent.ops.internal.quant.Quantized;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.vision.SamplingAxis;
import org.cotangent.ops.internal.vision.Taps;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
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
 * Images X, [N, C, sizes...], at the places that a grid, [N, counts..., axes], names: Y is [N, C, counts...].
 *
 * <p>The last axis of the grid holds a coordinate from -1 to 1 for each spatial axis, the innermost axis first. Between
 * elements it is interpolated linearly or cubically, or the nearest one is taken, of two equally near the even one.
 * Beyond the ends there are zeros, the last element, or a mirror. Mode nearest takes all element types; integers are
 * interpolated in float64 and truncated.
 *
 * <p>Differentiable in X, and in the grid except where the interpolant has kinks: at elements in mode linear, and at
 * the ends. There the derivative is that of the side with the greater coordinate. ONNX GridSample, version 22.
 */
public final class GridSample extends OnnxOperator {
    public GridSample() {
        super(
                "GridSample",
                22,
                Signature.builder()
                        .input("X", Types.basic("T1"))
                        .input("grid", TypeVariable.of("T2", DType.floating()))
                        .output("Y", Types.basic("T1"))
                        .attribute("align_corners", 0)
                        .attribute("mode", "linear")
                        .attribute("padding_mode", "zeros")
                        .build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape grid = call.shape(1);
        int axes = x.rank() - 2;
        if (axes < 1
                || grid.rank() != x.rank()
                || (grid.dim(axes + 1).isKnown() && !grid.dim(axes + 1).is(axes))) {
            throw new ShapeException("a grid for images of shape " + x + " must be of rank " + x.rank() + " with "
                    + axes + " coordinates in its last axis, not " + grid);
        }
        if (x.dim(0).isKnown() && grid.dim(0).isKnown() && !x.dim(0).equals(grid.dim(0))) {
            throw new ShapeException("images " + x + " and a grid " + grid + " differ in the size of the batch");
        }
        if (x.dims().subList(2, axes + 2).stream().anyMatch(size -> size.is(0))) {
            throw new ShapeException("images of shape " + x + " have no elements to sample");
        }
        if (!isNearest(call.attributes())
                && !call.dtype(0).isFloating()
                && !call.dtype(0).isInteger()) {
            throw new TypeException(
                    "elements of " + call.dtype(0) + " cannot be interpolated; mode nearest can be used");
        }
        return List.of(call.input(0).with(x.slice(0, 2).concat(grid.slice(1, axes + 1))));
    }

    private static boolean isNearest(Attributes attributes) {
        return attributes.text("mode").equals("nearest");
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(GridSample::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        int axes = x.shape().rank() - 2;
        Dim batch = call.shape(1).dim(0);
        Dim points = call.shape(1).elements(1, axes + 1);
        DType real = call.dtype(1) == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        Value grid = f.reshape(f.cast(call.input(1), real), Shape.of(List.of(batch, points, Dim.of(axes))));
        boolean nearest = isNearest(call.attributes());
        Taps taps = Taps.at(f.unsqueeze(
                Places.along(f, x, 0), LongStream.rangeClosed(1, axes + 1).toArray()));
        for (int i = 0; i < axes; i++) {
            SamplingAxis axis = SamplingAxis.of(f, call.attributes(), f.sizeOf(x, i + 2));
            Value place = axis.coordinate(f.slice(grid, 2, axes - 1 - i, axes - i));
            Taps own = nearest
                    ? axis.nearest(place)
                    : axis.around(place, call.attributes().text("mode"));
            taps = taps.times(f, own.alongAxis(f, i + 2, axes + 2), axis.size());
        }
        Value rows = nearest
                ? taps.pick(f, Taps.table(f, x))
                : taps.interpolate(f, Taps.table(f, f.cast(x, computed(x.dtype()))), 2);
        Value y = f.moveAxis(
                f.reshape(rows, Shape.of(List.of(batch, points, x.shape().dim(1)))), 2, 1);
        Shape shape = x.shape().slice(0, 2).concat(call.shape(1).slice(1, axes + 1));
        return List.of(rounded(f, f.reshape(y, shape), x.dtype()));
    }

    /** {@return numbers in this type; integers truncated, and the nearest end of their range if they lie beyond it} */
    private static Value rounded(Formulas f, Value x, DType dtype) {
        if (!dtype.isInteger() || x.dtype() == dtype) {
            return f.cast(x, dtype);
        }
        double[] range = Quantized.range(dtype);
        return f.cast(f.op("Clip", x, f.scalarLike(x, range[0]), f.scalarLike(x, range[1])), dtype);
    }

    private static DType computed(DType dtype) {
        return dtype == DType.DOUBLE || dtype.isInteger() ? DType.DOUBLE : DType.FLOAT;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    int axes = Math.min(draw.integer(1, 3), draw.extent());
                    long[] x = new long[axes + 2];
                    long[] grid = new long[axes + 2];
                    x[0] = draw.integer(1, 2);
                    x[1] = draw.integer(1, 2);
                    grid[0] = x[0];
                    grid[axes + 1] = axes;
                    for (int i = 0; i < axes; i++) {
                        x[i + 2] = draw.extent();
                        grid[i + 1] = draw.extent();
                    }
                    boolean aligned = draw.chance(0.5);
                    Attributes attributes = Attributes.of("align_corners", aligned ? 1 : 0)
                            .with("mode", draw.pick("linear", "cubic", "nearest"))
                            .with("padding_mode", draw.pick("zeros", "border", "reflection"));
                    return Domain.Sample.of(attributes, draw.tensor(x, -2, 2), grid(draw, x, grid, aligned));
                })
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(Tensor.of(new double[] {1}, 1, 1, 1), Tensor.of(new double[] {-2}, 1, 1, 1)),
                        Tensor.of(new double[] {0}, 1, 1, 1),
                        Tensor.of(new double[] {0.5}, 1, 1, 1)));
    }

    /** Coordinates away from elements and from the middles between them. */
    private static Tensor grid(Draw draw, long[] x, long[] sizes, boolean aligned) {
        Tensor grid = Tensor.allocate(DType.DOUBLE, sizes);
        int axes = x.length - 2;
        for (int i = 0; i < grid.elements(); i++) {
            long size = x[x.length - 1 - i % axes];
            double place = draw.integer(-3, (int) size + 1)
                    + draw.pick(0.0, 0.5)
                    + draw.random().nextDouble(0.1, 0.4);
            grid.setDouble(i, aligned ? 2 * place / Math.max(1, size - 1) - 1 : (2 * place + 1) / size - 1);
        }
        return grid;
    }
}
