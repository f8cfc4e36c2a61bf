package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.indexing.IndexMap;
import org.cotangent.ops.internal.indexing.ScatterOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * {@code data} with {@code updates} combined into it, each where a tuple of {@code indices} points at; ONNX ScatterND,
 * version 18.
 *
 * <p>The last axis of {@code indices} holds tuples of indices of the first axes of {@code data}. With {@code reduction}
 * none no place must be named twice; if one is, the last update wins and the derivative is not defined. With max and
 * min the data and updates that tie share it equally.
 */
public final class ScatterND extends ScatterOperator {
    public ScatterND() {
        super("ScatterND", ports(Types.int64("Tind")));
    }

    @Override
    protected void check(Attributes attributes, Shape data, Shape indices, Shape updates) {
        Shape expected = GatherND.shape(data, indices, 0);
        if (expected.isRanked()
                && (updates.rank() != expected.rank()
                        || (updates.isStatic() && expected.isStatic() && !updates.equals(expected)))) {
            throw new ShapeException("updates must be of shape " + expected + " for data " + data + " and indices "
                    + indices + ", not " + updates);
        }
    }

    @Override
    protected IndexMap map(Attributes attributes, long[] data, long[] indices) {
        return IndexMap.tuples(data, 0, indices);
    }

    @Override
    protected Value gather(Formulas f, Point at, Value x) {
        return f.op("GatherND", x, at.input(1));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(1, 3);
                    String reduction = draw.pick("none", "add", "mul", "min", "max");
                    int length = draw.integer(1, shape.length);
                    long places = Strides.product(shape, 0, length);
                    int[] order = draw.permutation((int) places);
                    int count = draw.integer(1, (int) Math.min(places, 8));
                    Tensor indices = Tensor.allocate(DType.INT64, count, length);
                    for (int i = 0; i < count; i++) {
                        long place = reduction.equals("none") ? order[i] : draw.integer(0, (int) places - 1);
                        for (int k = length - 1; k >= 0; k--) {
                            indices.setLong((long) i * length + k, place % shape[k]);
                            place /= shape[k];
                        }
                    }
                    long[] updates =
                            GatherND.shape(Shape.of(shape), indices.shape(), 0).sizes();
                    List<Tensor> values = untied(draw, shape, updates);
                    return Domain.Sample.of(
                            Attributes.of("reduction", reduction), values.get(0), indices, values.get(1));
                })
                .withKinks(shared(Tensor.of(new long[] {0}, 1, 1)));
    }
}
