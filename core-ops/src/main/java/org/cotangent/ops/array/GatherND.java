package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.indexing.GatherKernel;
import org.cotangent.ops.internal.indexing.IndexMap;
import org.cotangent.ops.internal.movement.Movement;
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
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * For each tuple of {@code indices} the slice of {@code data} it points at; ONNX GatherND, version 13.
 *
 * <p>The last axis of {@code indices} holds tuples of indices of the axes of {@code data} after the first
 * {@code batch_dims}, which data and indices have in common.
 */
public final class GatherND extends OnnxOperator {
    public GatherND() {
        super(
                "GatherND",
                13,
                Signature.builder()
                        .input("data", Types.basic("T"))
                        .fixed("indices", Types.int64("Tind"))
                        .output("output", Types.basic("T"))
                        .attribute("batch_dims", 0)
                        .build());
    }

    /** {@return the shape of the gathered slices} Unranked if the length of the tuples is not known. */
    static Shape shape(Shape data, Shape indices, long batch) {
        int rank = indices.rank();
        if (rank == 0 || batch < 0 || batch >= rank || batch >= data.rank()) {
            throw new ShapeException("indices " + indices + " must have an axis of tuples after " + batch
                    + " batch axes, and data " + data + " an axis that they index");
        }
        if (!indices.dim(rank - 1).isKnown()) {
            return Shape.unranked();
        }
        long length = indices.size(rank - 1);
        if (length > data.rank() - batch) {
            throw new ShapeException("indices " + indices + " hold tuples of " + length + " indices; data " + data
                    + " has " + (data.rank() - batch) + " axes after the batch axes");
        }
        for (int axis = 0; axis < batch; axis++) {
            if (data.dim(axis).isKnown()
                    && indices.dim(axis).isKnown()
                    && !data.dim(axis).equals(indices.dim(axis))) {
                throw new ShapeException(
                        "data " + data + " and indices " + indices + " differ along batch axis " + axis);
            }
        }
        return indices.slice(0, rank - 1).concat(data.slice((int) (batch + length), data.rank()));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        long batch = call.attributes().integer("batch_dims");
        return List.of(call.input(0).with(shape(call.shape(0), call.shape(1), batch)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(GatherND::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] data = call.input(0).shape().sizes();
        long[] indices = call.input(1).shape().sizes();
        return new GatherKernel(
                call, IndexMap.tuples(data, (int) call.attributes().integer("batch_dims"), indices));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(GatherND::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Value cotangent = cotangents.getFirst();
        if (at.attributes().integer("batch_dims") == 0) {
            Attributes add = Attributes.of("reduction", "add");
            return f.op("ScatterND", add, f.zerosLike(at.input(0)), at.input(1), cotangent);
        }
        return Movement.transpose(f, at.input(0), x -> f.op("GatherND", at.attributes(), x, at.input(1)), cotangent);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int batch = draw.integer(0, Math.min(2, shape.length - 1));
            int length = draw.integer(1, shape.length - batch);
            long[] sizes = draw.chance(0.5) ? new long[batch + 2] : new long[batch + 1];
            System.arraycopy(shape, 0, sizes, 0, batch);
            sizes[batch] = draw.extent();
            sizes[sizes.length - 1] = length;
            Tensor indices = Tensor.allocate(DType.INT64, sizes);
            for (long i = 0; i < indices.elements(); i++) {
                int limit = (int) shape[batch + (int) (i % length)];
                indices.setLong(i, draw.integer(-limit, limit - 1));
            }
            return Domain.Sample.of(Attributes.of("batch_dims", batch), draw.tensor(shape, -2, 2), indices);
        });
    }
}
