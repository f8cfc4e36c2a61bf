package org.cotangent.ops.internal.pooling;

import java.util.stream.LongStream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/** Poolings of whole planes: [N, C, sizes...] to [N, C, 1...]. */
public final class PoolOverAll {
    private PoolOverAll() {}

    /** {@return the shape of the result} */
    public static Shape infer(Inference call) {
        Shape x = call.shape(0);
        if (x.rank() < 2) {
            throw new ShapeException("X must have axes for batch and channels, not shape " + x);
        }
        Shape y = x;
        for (int axis = 2; axis < x.rank(); axis++) {
            y = y.with(axis, Dim.of(1));
        }
        return y;
    }

    /** {@return a reduction of ONNX over the spatial axes; {@code x} itself if there are none} */
    public static Value reduce(Formulas f, String type, Value x) {
        int rank = x.shape().rank();
        return rank <= 2 ? f.op("Identity", x) : f.reduce(type, x, true, LongStream.range(2, rank).toArray());
    }

    /** {@return calls without ties} */
    public static Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(draw.distinct(draw.shape(2, 5), 0.1)));
    }
}
