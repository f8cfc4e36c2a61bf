package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Strides;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/** The tensor repeated {@code repeats} times along each axis; ONNX Tile, version 13. */
public final class Tile extends OnnxOperator {
    public Tile() {
        super(
                "Tile",
                13,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .fixed("repeats", Types.int64("T1"))
                        .output("output", Types.basic("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        List<Dim> repeats = call.integers(1);
        if (repeats == null) {
            return List.of(call.input(0).with(ShapeInputs.fresh(call, data.rank())));
        }
        if (repeats.size() != data.rank()) {
            throw new ShapeException("repeats " + repeats + " must hold one number for each axis of " + data);
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < data.rank(); axis++) {
            dims.add(data.dim(axis).times(repeats.get(axis)));
        }
        List<Dim> elements = call.integers(0);
        if (elements != null && data.rank() == 1 && repeats.getFirst().isKnown()) {
            call.known(
                    0,
                    Collections.nCopies((int) repeats.getFirst().size(), elements).stream()
                            .flatMap(List::stream)
                            .toList());
        }
        return List.of(call.input(0).with(Shape.of(dims)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Tile::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] from = call.input(0).shape().sizes();
        long[] to = call.output(0).shape().sizes();
        int rank = from.length;
        long[] box = new long[2 * rank];
        long[] fromStrides = new long[2 * rank];
        long[] toStrides = new long[2 * rank];
        long[] fromDense = Strides.of(from);
        long[] toDense = Strides.of(to);
        for (int axis = 0; axis < rank; axis++) {
            box[2 * axis] = from[axis] == 0 ? 0 : to[axis] / from[axis];
            toStrides[2 * axis] = from[axis] * toDense[axis];
            box[2 * axis + 1] = from[axis];
            fromStrides[2 * axis + 1] = fromDense[axis];
            toStrides[2 * axis + 1] = toDense[axis];
        }
        StridedCopy copy = new StridedCopy(call.input(0).dtype(), box, fromStrides, 0, toStrides, 0);
        return io -> copy.run(io.input(0), io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(Tile::back);
    }

    /** Splits each axis into repeats and size, and sums over the repeats. */
    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        int rank = at.shape(0).rank();
        long[] axes = LongStream.range(0, rank).map(axis -> 2 * axis).toArray();
        if (rank == 0) {
            return cotangents.getFirst();
        }
        Tensor repeats = f.emitter().constantOf(at.input(1));
        Value split;
        if (repeats != null && at.shape(0).isStatic()) {
            long[] sizes = at.shape(0).sizes();
            split = f.integers(IntStream.range(0, 2 * rank)
                    .mapToLong(i -> i % 2 == 0 ? repeats.getLong(i / 2) : sizes[i / 2])
                    .toArray());
        } else {
            Value pairs = f.concat(1, List.of(f.unsqueeze(at.input(1), 1), f.unsqueeze(f.shapeOf(at.input(0)), 1)));
            split = f.reshape(pairs, 2L * rank);
        }
        return f.reshapeLike(f.reduceSum(f.reshape(cotangents.getFirst(), split), false, axes), at.input(0));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            long[] repeats =
                    Arrays.stream(shape).map(size -> draw.integer(1, 3)).toArray();
            return Domain.Sample.of(Attributes.none(), draw.tensor(shape, -2, 2), Tensor.vector(repeats));
        });
    }
}
