package org.cotangent.ops.internal.vision;

import java.util.List;
import org.cotangent.ops.internal.indexing.Places;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;

/** MaxRoiPool in the words of ONNX, with the places of the greatest elements: first within rows, then across them. */
public final class MaxRegions {
    private static final Attributes LAST = Attributes.of("axis", -1);

    private final Formulas f;
    private final Value x;
    private final Value regions;
    private final float scale;

    private MaxRegions(Formulas f, Call call) {
        this.f = f;
        this.x = call.input(0);
        this.regions = f.cast(call.input(1), DType.FLOAT);
        this.scale = call.attributes().real("spatial_scale");
    }

    /** {@return the greatest elements, and where they are in X; -1 in bins without elements} */
    public static List<Value> of(Formulas f, Call call) {
        long[] pooled = call.attributes().integers("pooled_shape");
        return new MaxRegions(f, call).results(Math.toIntExact(pooled[0]), Math.toIntExact(pooled[1]));
    }

    private List<Value> results(int rows, int columns) {
        Value image = f.cast(f.squeeze(f.slice(regions, 1, 0, 1), 1), DType.INT64);
        Value inRow = f.unsqueeze(bins(2, rows, 2), 1, 3);
        Value inColumn = f.unsqueeze(bins(1, columns, 3), 1, 3);
        Value lowest = f.scalarLike(x, Double.NEGATIVE_INFINITY);
        Value across = f.where(inColumn, f.unsqueeze(f.gather(x, image, 0), 2), lowest);
        Value column = f.op("ArgMax", LAST.with("keepdims", 0), across);
        Value down = f.where(inRow, f.unsqueeze(f.reduceMax(across, false, 4), 2), lowest);
        Value row = f.op("ArgMax", LAST, down);
        Value spread = f.expandLike(f.unsqueeze(column, 2), down);
        Value place = f.op("GatherElements", LAST, spread, row);
        Value some = f.and(any(inRow), f.moveAxis(any(inColumn), 2, 3));
        Value greatest = f.where(f.squeeze(some, 4), f.reduceMax(down, false, 4), f.scalarLike(x, 0));
        Value line = f.add(f.mul(plane(image), f.sizeOf(x, 2)), row);
        Value all = f.where(some, f.add(f.mul(line, f.sizeOf(x, 3)), place), f.scalar(DType.INT64, -1));
        return List.of(greatest, f.squeeze(all, 4));
    }

    /** {@return image * channels + channel, [regions, channels, 1, 1, 1]} */
    private Value plane(Value image) {
        Value first = f.mul(image, f.sizeOf(x, 1));
        return f.add(f.unsqueeze(first, 1, 2, 3, 4), f.unsqueeze(Places.along(f, x, 1), 1, 2, 3));
    }

    private Value any(Value mask) {
        return f.cast(f.reduceMax(f.cast(mask, DType.INT32), true, 4), DType.BOOL);
    }

    /** {@return whether elements of an axis belong to a bin, [regions, bins, size]} */
    private Value bins(int column, int count, int axis) {
        Value start = rounded(column);
        Value one = f.scalar(DType.FLOAT, 1);
        Value length = f.op("Max", f.add(f.sub(rounded(column + 2), start), 1), one);
        Value bin = f.div(length, f.scalar(DType.FLOAT, count));
        Value index = f.cast(f.range(count), DType.FLOAT);
        Value begin = f.add(f.op("Floor", f.mul(index, bin)), start);
        Value end = f.add(f.op("Ceil", f.mul(f.add(index, 1), bin)), start);
        Value places = f.cast(Places.along(f, x, axis), DType.FLOAT);
        return f.and(f.lessOrEqual(f.unsqueeze(begin, 2), places), f.less(places, f.unsqueeze(end, 2)));
    }

    /** {@return a coordinate rounded to whole elements, halves away from zero, [regions, 1]} */
    private Value rounded(int column) {
        Value scaled = f.mul(f.slice(regions, 1, column, column + 1L), scale);
        return f.mul(f.sign(scaled), f.op("Floor", f.add(f.abs(scaled), 0.5)));
    }
}
