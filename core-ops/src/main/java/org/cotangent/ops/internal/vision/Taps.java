package org.cotangent.ops.internal.vision;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The elements along some axes of an image from which values between them are interpolated.
 *
 * @param index int64, row-major over these axes
 * @param weight null if all are 1
 * @param inside bool, whether there is such an element; null if there always is
 */
public record Taps(
        Value index, @Nullable Value weight, @Nullable Value inside) {
    /** {@return taps of weight 1 that are always there} */
    public static Taps at(Value index) {
        return new Taps(index, null, null);
    }

    /**
     * {@return the taps along the axes of both; all parts broadcast}
     *
     * @param size of the inner axis, int64
     */
    public Taps times(Formulas f, Taps inner, Value size) {
        return new Taps(
                f.add(f.mul(index, size), inner.index),
                weight == null ? inner.weight : inner.weight == null ? weight : f.mul(weight, inner.weight),
                inside == null ? inner.inside : inner.inside == null ? inside : f.and(inside, inner.inside));
    }

    /** {@return the taps with these weights in addition} */
    public Taps scaled(Formulas f, Value factor) {
        return new Taps(index, weight == null ? factor : f.mul(weight, factor), inside);
    }

    /** {@return the indices, -1 where there is no element} */
    public Value indices(Formulas f) {
        return inside == null ? index : f.where(inside, index, f.scalar(DType.INT64, -1));
    }

    /** {@return taps whose last axis, of a rank of 3, became axis {@code axis} among others of size 1} */
    public Taps alongAxis(Formulas f, int axis, int rank) {
        long[] others = LongStream.range(2, rank).filter(i -> i != axis).toArray();
        return new Taps(
                f.unsqueeze(index, others),
                weight == null ? null : f.unsqueeze(weight, others),
                inside == null ? null : f.unsqueeze(inside, others));
    }

    /** {@return images [batch, channels, ...] as a table with a row per place and a column per channel} */
    public static Value table(Formulas f, Value images) {
        Shape shape = images.shape();
        int last = shape.rank() - 1;
        Dim places = shape.dim(0).times(shape.elements(2, last + 1));
        return f.reshape(f.moveAxis(images, 1, last), Shape.of(List.of(places, shape.dim(1))));
    }

    /** {@return one row of a table per index, zeros where there is none} */
    public Value pick(Formulas f, Value table) {
        Value all = f.reshape(index, Shape.of(List.of(index.shape().elements())));
        Value rows = f.gather(table, all, 0);
        return inside == null
                ? rows
                : f.where(f.reshape(inside, -1, 1), rows, f.constant(Tensor.allocate(table.dtype())));
    }

    /** {@return weighted sums of rows of a table, one per index into the first {@code axes}; the others are taps} */
    public Value interpolate(Formulas f, Value table, int axes) {
        Value rows = indices(f);
        Value weights = f.expandLike(f.cast(Objects.requireNonNull(weight), table.dtype()), rows);
        return f.own("WeightedGather", Attributes.none(), table, matrix(f, rows, axes), matrix(f, weights, axes));
    }

    /** {@return a row for each index into the first {@code axes}, a column for each into the others} */
    public static Value matrix(Formulas f, Value x, int axes) {
        Shape columns = Shape.of(List.of(x.shape().elements(axes, x.shape().rank())));
        Value apart = f.reshape(x, x.shape().slice(0, axes).concat(columns));
        return f.reshape(apart, Shape.of(List.of(x.shape().elements(0, axes))).concat(columns));
    }
}
