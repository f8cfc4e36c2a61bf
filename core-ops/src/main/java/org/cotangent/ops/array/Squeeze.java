package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.support.ViewOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** The tensor without these axes of size 1; without {@code axes}, without all of size 1; ONNX Squeeze, version 25. */
public final class Squeeze extends ViewOperator {
    public Squeeze() {
        super(
                "Squeeze",
                25,
                Signature.builder()
                        .input("data", Types.any("T"))
                        .optionalFixed("axes", Types.int64("S"))
                        .output("squeezed", Types.any("T"))
                        .build());
    }

    @Override
    protected Shape view(Inference call) {
        Shape data = call.shape(0);
        if (!call.has(1)) {
            boolean certain = data.dims().stream().allMatch(Dim::isKnown);
            return certain
                    ? Shape.of(data.dims().stream().filter(dim -> !dim.is(1)).toList())
                    : Shape.unranked();
        }
        long[] given = ShapeInputs.numbers(call, 1);
        if (given == null) {
            int count = ShapeInputs.length(call, 1);
            return count < 0 ? Shape.unranked() : ShapeInputs.fresh(call, data.rank() - count);
        }
        int[] axes = ShapeInputs.axes(data, given);
        Arrays.sort(axes);
        List<Dim> dims = new ArrayList<>(data.dims());
        for (int i = axes.length - 1; i >= 0; i--) {
            Dim dim = dims.remove(axes[i]);
            if (dim.isKnown() && !dim.is(1)) {
                throw new ShapeException("axis " + axes[i] + " of " + data + " has not size 1 and cannot be squeezed");
            }
        }
        return Shape.of(dims);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            IntStream.range(0, shape.length).filter(i -> draw.chance(0.5)).forEach(i -> shape[i] = 1);
            Tensor data = draw.tensor(shape, -2, 2);
            long[] axes = IntStream.range(0, shape.length)
                    .filter(i -> shape[i] == 1)
                    .mapToLong(i -> draw.chance(0.5) ? i : i - shape.length)
                    .toArray();
            return Domain.Sample.of(Attributes.none(), data, draw.chance(0.3) ? null : Tensor.vector(axes));
        });
    }
}
