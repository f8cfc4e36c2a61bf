package org.cotangent.ops.array;

import java.util.List;
import java.util.stream.IntStream;
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
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * {@code data} with {@code updates} combined into it, each along {@code axis} at its index and otherwise at its own
 * place; ONNX ScatterElements, version 18.
 *
 * <p>With {@code reduction} none no place must be named twice; if one is, the last update wins and the derivative is
 * not defined. With max and min the data and updates that tie share it equally.
 */
public final class ScatterElements extends ScatterOperator {
    public ScatterElements() {
        super("ScatterElements", ports(Types.index("Tind")).attribute("axis", 0));
    }

    @Override
    protected void check(Attributes attributes, Shape data, Shape indices, Shape updates) {
        int axis = data.axis(attributes.integer("axis"));
        GatherElements.check(data, indices, axis);
        if (updates.rank() != indices.rank()
                || (updates.isStatic() && indices.isStatic() && !updates.equals(indices))) {
            throw new ShapeException("updates " + updates + " and indices " + indices + " must have the same shape");
        }
    }

    @Override
    protected IndexMap map(Attributes attributes, long[] data, long[] indices) {
        return IndexMap.elements(data, Shape.of(data).axis(attributes.integer("axis")), indices);
    }

    @Override
    protected Value gather(Formulas f, Point at, Value x) {
        return f.op("GatherElements", at.attributes().without("reduction"), x, at.input(1));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(1, 3);
                    int axis = draw.integer(0, shape.length - 1);
                    String reduction = draw.pick("none", "add", "mul", "min", "max");
                    Attributes attributes =
                            Attributes.of("reduction", reduction).with("axis", axis);
                    long[] sizes = IntStream.range(0, shape.length)
                            .mapToLong(i -> draw.integer(1, (int) shape[i]))
                            .toArray();
                    Tensor indices = draw.indices(sizes, -shape[axis], shape[axis]);
                    if (reduction.equals("none")) {
                        long inner = Strides.product(sizes, axis + 1, sizes.length);
                        int[] order = draw.permutation((int) shape[axis]);
                        for (long i = 0; i < indices.elements(); i++) {
                            indices.setLong(i, order[(int) (i / inner % sizes[axis])]);
                        }
                    }
                    List<Tensor> values = untied(draw, shape, sizes);
                    return Domain.Sample.of(attributes, values.get(0), indices, values.get(1));
                })
                .withKinks(shared(Tensor.vector(0L)));
    }
}
