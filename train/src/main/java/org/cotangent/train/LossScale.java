package org.cotangent.train;

import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;

/** The number that the loss is multiplied by, so that gradients do not vanish in float16; it adapts itself. */
final class LossScale {
    private static final float FIRST = 65536;
    private static final double PATIENCE = 2000;
    private static final String NAME = "training.scale";

    private final GraphBuilder builder;
    private final Formulas f;
    private final Value scale;
    private final ParameterStore store;

    LossScale(GraphBuilder builder, ParameterStore store) {
        this.builder = builder;
        this.f = new Formulas(builder);
        this.store = store;
        this.scale = builder.parameter(NAME, store.slot(NAME, Tensor.scalar(FIRST)));
    }

    /** {@return the cotangent of the loss} */
    Value seed(Value loss) {
        return f.cast(scale, loss.dtype());
    }

    /** {@return the gradient of the loss itself} */
    Value unscaled(Value gradient) {
        return f.div(gradient, f.cast(scale, gradient.dtype()));
    }

    /** {@return whether gradients of this norm can be used; notes it for the scale of the next step} */
    Value usable(Value norm) {
        Value finite = f.less(norm, f.scalarLike(norm, Double.POSITIVE_INFINITY));
        Value good = builder.parameter(NAME + ".good", store.slot(NAME + ".good", Tensor.scalar(0f)));
        Value more = f.add(good, 1);
        Value patient = f.less(more, f.scalarLike(more, PATIENCE));
        Value zero = f.scalarLike(more, 0);
        builder.update(good, f.where(f.and(finite, patient), more, zero));
        Value grown = f.where(patient, scale, f.mul(scale, 2));
        builder.update(scale, f.where(finite, grown, f.mul(scale, 0.5)));
        return finite;
    }
}
