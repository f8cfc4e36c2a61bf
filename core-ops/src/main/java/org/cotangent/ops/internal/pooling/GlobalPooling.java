package org.cotangent.ops.internal.pooling;

import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** A pooling of whole planes: [N, C, sizes...] to [N, C, 1...]. */
public abstract class GlobalPooling extends OnnxOperator {
    protected GlobalPooling(String type, int since, Signature.Builder signature) {
        super(type, since, signature.build());
    }

    /** {@return the result for images {@code x}, by {@link #reduce}} */
    protected abstract Value pool(Formulas f, Attributes attributes, Value x);

    /** {@return a reduction of ONNX over the spatial axes; {@code x} itself if there are none} */
    protected static Value reduce(Formulas f, String type, Value x) {
        int rank = x.shape().rank();
        return rank <= 2
                ? f.op("Identity", x)
                : f.reduce(type, x, true, LongStream.range(2, rank).toArray());
    }

    @Override
    public final List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        if (x.rank() < 2) {
            throw new ShapeException("X must have axes for batch and channels, not shape " + x);
        }
        Shape y = x;
        for (int axis = 2; axis < x.rank(); axis++) {
            y = y.with(axis, Dim.of(1));
        }
        return List.of(call.input(0).with(y));
    }

    @Override
    public final Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(pool(f, call.attributes(), call.input(0))));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    /** {@return calls without ties} */
    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(draw.distinct(draw.shape(2, 5), 0.1)));
    }
}
