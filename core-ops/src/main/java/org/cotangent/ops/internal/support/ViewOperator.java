package org.cotangent.ops.internal.support;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/** An operator whose output has the elements of input 0 in the same order, in another shape. */
public abstract class ViewOperator extends OnnxOperator {
    protected ViewOperator(String type, int since, Signature signature) {
        super(type, since, signature);
    }

    /** {@return the shape of the output} */
    protected abstract Shape view(Inference call);

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape shape = view(call);
        List<Dim> elements = call.integers(0);
        if (elements != null && shape.isRanked() && shape.rank() <= 1) {
            call.known(0, elements);
        }
        return List.of(call.input(0).with(shape));
    }

    @Override
    public Forward forward() {
        return new Forward.View();
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.reshapeLike(cotangents.getFirst(), at.input(0)));
    }
}
