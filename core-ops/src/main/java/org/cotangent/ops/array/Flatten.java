package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.support.ViewOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Shape;

/**
 * The same elements as a matrix: axes before {@code axis} become the rows, the others the columns; ONNX Flatten,
 * version 25.
 */
public final class Flatten extends ViewOperator {
    public Flatten() {
        super(
                "Flatten",
                25,
                Signature.builder()
                        .input("input", Types.any("T"))
                        .output("output", Types.any("T"))
                        .attribute("axis", 1)
                        .build());
    }

    @Override
    protected Shape view(Inference call) {
        Shape data = call.shape(0);
        long axis = call.attributes().integer("axis");
        int rank = data.rank();
        if (axis < -rank || axis > rank) {
            throw new ShapeException("axis " + axis + " is outside [" + -rank + ", " + rank + "] of shape " + data);
        }
        int split = (int) (axis < 0 ? axis + rank : axis);
        return Shape.of(List.of(data.elements(0, split), data.elements(split, rank)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            int axis = draw.integer(-shape.length, shape.length);
            return Domain.Sample.of(Attributes.of("axis", axis), draw.tensor(shape, -2, 2));
        });
    }
}
