package org.cotangent.ops.array;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.indexing.GatherKernel;
import org.cotangent.ops.internal.indexing.IndexMap;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * For each element of {@code indices} the element of {@code data} along {@code axis} at that index and otherwise at its
 * own place; ONNX GatherElements, version 13.
 */
public final class GatherElements extends OnnxOperator {
    public GatherElements() {
        super(
                "GatherElements",
                13,
                Signature.builder()
                        .input("data", Types.basic("T"))
                        .fixed("indices", Types.index("Tind"))
                        .output("output", Types.basic("T"))
                        .attribute("axis", 0)
                        .build());
    }

    /** Throws {@link ShapeException} unless the indices lie within the data along all axes but {@code axis}. */
    static void check(Shape data, Shape indices, int axis) {
        boolean fits = data.rank() == indices.rank();
        for (int i = 0; fits && i < data.rank(); i++) {
            Dim size = data.dim(i);
            Dim count = indices.dim(i);
            fits = i == axis || !size.isKnown() || !count.isKnown() || count.size() <= size.size();
        }
        if (!fits) {
            throw new ShapeException("indices " + indices + " must have the rank of data " + data
                    + " and be no larger along the axes other than " + axis);
        }
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        check(data, call.shape(1), data.axis(call.attributes().integer("axis")));
        return List.of(call.input(0).with(call.shape(1)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(GatherElements::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Shape data = call.input(0).shape();
        int axis = data.axis(call.attributes().integer("axis"));
        long[] indices = call.input(1).shape().sizes();
        return new GatherKernel(call, IndexMap.elements(data.sizes(), axis, indices));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(GatherElements::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Attributes add = at.attributes().with("reduction", "add");
        return f.op("ScatterElements", add, f.zerosLike(at.input(0)), at.input(1), cotangents.getFirst());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int axis = draw.integer(0, shape.length - 1);
            long[] sizes = IntStream.range(0, shape.length)
                    .mapToLong(i -> i == axis ? draw.extent() : draw.integer(1, (int) shape[i]))
                    .toArray();
            return Domain.Sample.of(
                    Attributes.of("axis", draw.chance(0.5) ? axis : axis - shape.length),
                    draw.tensor(shape, -2, 2),
                    draw.indices(sizes, -shape[axis], shape[axis]));
        });
    }
}
