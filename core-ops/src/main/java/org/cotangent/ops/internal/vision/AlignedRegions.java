package org.cotangent.ops.internal.vision;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cotangent.ops.internal.indexing.RowTaps;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/** RoiAlign in the words of ONNX: how its derivative is found, and what is exported of it. */
public final class AlignedRegions {
    private final Formulas f;
    private final Call call;
    private final Attributes attributes;
    private final DType real;

    private AlignedRegions(Formulas f, Call call) {
        this.f = f;
        this.call = call;
        this.attributes = call.attributes();
        this.real = call.dtype(0) == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
    }

    /** {@return the result of the call} */
    public static Value of(Formulas f, Call call) {
        return new AlignedRegions(f, call).result();
    }

    private Value result() {
        Value x = f.cast(call.input(0), real);
        Value regions = f.mul(f.cast(call.input(1), real), attributes.real("spatial_scale"));
        int height = Math.toIntExact(attributes.integer("output_height"));
        int width = Math.toIntExact(attributes.integer("output_width"));
        RegionAxis rows = axis(regions, 1, height, f.sizeOf(x, 2));
        RegionAxis columns = axis(regions, 0, width, f.sizeOf(x, 3));
        Value batch = f.reshape(call.input(2), -1, 1, 1, 1, 1, 1, 1);
        Taps all = Taps.at(batch)
                .times(f, apart(rows.taps(), 2, 4, 6), f.sizeOf(x, 2))
                .times(f, apart(columns.taps(), 1, 3, 5), f.sizeOf(x, 3));
        Value present = f.and(f.unsqueeze(rows.real(), 2, 4, 6), f.unsqueeze(columns.real(), 1, 3, 5));
        Value table = Taps.table(f, x);
        Value bins;
        if (attributes.text("mode").toLowerCase(Locale.ROOT).equals("max")) {
            bins = greatest(all, present, table);
        } else {
            Value samples = f.mul(f.unsqueeze(rows.count(), 2, 4, 6), f.unsqueeze(columns.count(), 1, 3, 5));
            Value inside = f.and(Objects.requireNonNull(all.inside()), present);
            Value weight = f.div(Objects.requireNonNull(all.weight()), samples);
            bins = new Taps(all.index(), weight, inside).interpolate(f, table, 3);
        }
        Dim count = call.shape(1).dim(0);
        Dim channels = x.shape().dim(1);
        Value apart = f.reshape(bins, Shape.of(List.of(count, Dim.of(height), Dim.of(width), channels)));
        return f.cast(f.moveAxis(apart, 3, 1), call.dtype(0));
    }

    private RegionAxis axis(Value regions, int column, int bins, Value size) {
        boolean half = attributes
                .text("coordinate_transformation_mode")
                .toLowerCase(Locale.ROOT)
                .equals("half_pixel");
        Value start = f.unsqueeze(f.slice(regions, 1, column, column + 1L), 2);
        Value end = f.unsqueeze(f.slice(regions, 1, column + 2L, column + 3L), 2);
        Value shifted = half ? f.add(start, -0.5) : start;
        Value length = f.sub(half ? f.add(end, -0.5) : end, shifted);
        return RegionAxis.of(
                f, attributes, shifted, half ? length : f.op("Max", length, f.scalar(real, 1)), bins, size);
    }

    /** {@return the taps with axes of size 1 put in} */
    private Taps apart(Taps taps, long... axes) {
        return new Taps(
                f.unsqueeze(taps.index(), axes),
                f.unsqueeze(Objects.requireNonNull(taps.weight()), axes),
                f.unsqueeze(Objects.requireNonNull(taps.inside()), axes));
    }

    /** {@return the greatest product of an element and its weight in each bin; 0 in bins without samples} */
    private Value greatest(Taps all, Value present, Value table) {
        Value index = all.indices(f);
        Value indices = Taps.matrix(f, index, 3);
        Value weights = Taps.matrix(f, f.expandLike(Objects.requireNonNull(all.weight()), index), 3);
        Value products = f.mul(RowTaps.rows(f, table, indices), f.unsqueeze(RowTaps.present(f, indices, weights), 2));
        Value exists = f.unsqueeze(Taps.matrix(f, f.expandLike(present, index), 3), 2);
        Value lowest = f.scalar(real, Double.NEGATIVE_INFINITY);
        Value greatest = f.reduceMax(f.where(exists, products, lowest), false, 1);
        return f.where(f.equal(greatest, lowest), f.scalar(real, 0), greatest);
    }
}
