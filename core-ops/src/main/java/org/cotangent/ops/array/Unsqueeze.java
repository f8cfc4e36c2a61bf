package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.support.ViewOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** The tensor with axes of size 1 put in, at these places of the result; ONNX Unsqueeze, version 25. */
public final class Unsqueeze extends ViewOperator {
    public Unsqueeze() {
        super(
                "Unsqueeze",
                25,
                Signature.builder()
                        .input("data", Types.any("T"))
                        .fixed("axes", Types.int64("S"))
                        .output("expanded", Types.any("T"))
                        .build());
    }

    @Override
    protected Shape view(Inference call) {
        Shape data = call.shape(0);
        long[] given = ShapeInputs.numbers(call, 1);
        if (given == null) {
            int count = ShapeInputs.length(call, 1);
            return count < 0 ? Shape.unranked() : ShapeInputs.fresh(call, data.rank() + count);
        }
        int[] axes = ShapeInputs.axes(Shape.of(new long[data.rank() + given.length]), given);
        Arrays.sort(axes);
        List<Dim> dims = new ArrayList<>(data.dims());
        for (int axis : axes) {
            dims.add(axis, Dim.of(1));
        }
        return Shape.of(dims);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 3);
            int added = draw.integer(0, 2);
            int rank = shape.length + added;
            long[] axes = Arrays.stream(draw.permutation(rank))
                    .limit(added)
                    .mapToLong(axis -> draw.chance(0.5) ? axis : axis - rank)
                    .toArray();
            return Domain.Sample.of(Attributes.none(), draw.tensor(shape, -2, 2), Tensor.vector(axes));
        });
    }
}
