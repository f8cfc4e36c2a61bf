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
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The slices of {@code data} across {@code axis} that {@code indices} name; ONNX Gather, version 13.
 *
 * <p>The axes of {@code indices} take the place of the axis. Negative indices count from the back; an index outside the
 * axis is an error when the operator runs.
 */
public final class Gather extends OnnxOperator {
    public Gather() {
        super(
                "Gather",
                13,
                Signature.builder()
                        .input("data", Types.basic("T"))
                        .fixed("indices", Types.index("Tind"))
                        .output("output", Types.basic("T"))
                        .attribute("axis", 0)
                        .build());
    }

    private static int axis(Attributes attributes, Shape data) {
        return data.axis(attributes.integer("axis"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        Shape indices = call.shape(1);
        int axis = axis(call.attributes(), data);
        Shape shape = data.slice(0, axis).concat(indices).concat(data.slice(axis + 1, data.rank()));
        List<Dim> elements = call.integers(0);
        List<Dim> chosen = call.integers(1);
        if (elements != null && chosen != null && chosen.stream().allMatch(Dim::isKnown) && shape.rank() <= 1) {
            call.known(
                    0,
                    chosen.stream()
                            .map(index -> element(elements, index.size()))
                            .toList());
        }
        return List.of(call.input(0).with(shape));
    }

    private static Dim element(List<Dim> elements, long index) {
        int size = elements.size();
        if (index < -size || index >= size) {
            throw new ShapeException("index " + index + " is outside [" + -size + ", " + size + ") of " + elements);
        }
        return elements.get((int) (index < 0 ? index + size : index));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Gather::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Shape data = call.input(0).shape();
        long indices = call.input(1).shape().elements().size();
        return new GatherKernel(call, IndexMap.gather(data.sizes(), axis(call.attributes(), data), indices));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(Gather::back);
    }

    /** Adds the slices of the cotangent where they came from, with the axis in front. */
    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Shape data = at.shape(0);
        int axis = axis(at.attributes(), data);
        int count = at.shape(1).rank();
        int rank = data.rank() - 1 + count;
        Value indices = f.unsqueeze(f.cast(at.input(1), DType.INT64), count);
        int[] order = IntStream.concat(
                        IntStream.range(axis, axis + count),
                        IntStream.range(0, rank).filter(i -> i < axis || i >= axis + count))
                .toArray();
        Value updates = axis == 0 ? cotangents.getFirst() : f.transpose(cotangents.getFirst(), order);
        Value zeros = f.moveAxis(f.zerosLike(at.input(0)), axis, 0);
        Value sum = f.op("ScatterND", Attributes.of("reduction", "add"), zeros, indices, updates);
        return f.moveAxis(sum, 0, axis);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int axis = draw.integer(0, shape.length - 1);
            Tensor indices = draw.indices(draw.shape(0, 2), -shape[axis], shape[axis]);
            Attributes attributes = Attributes.of("axis", draw.chance(0.5) ? axis : axis - shape.length);
            return Domain.Sample.of(attributes, draw.tensor(shape, -2, 2), indices);
        });
    }
}
