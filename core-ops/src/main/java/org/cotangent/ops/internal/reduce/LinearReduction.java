package org.cotangent.ops.internal.reduce;

import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.DType;

/** A sum of all elements with one and the same weight. */
public abstract class LinearReduction extends ReduceOperator {
    protected LinearReduction(String type, int since, Set<DType> allowed, Forward forward) {
        super(type, since, allowed, forward);
    }

    /** {@return what each element counts, times the cotangent of the output} */
    protected abstract Value weigh(Formulas f, Point at, Value cotangent);

    @Override
    public final Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> {
            Value weighed = weigh(f, at, cotangents.getFirst());
            return f.expandLike(ReductionAxes.restore(f, at, weighed), at.input(0));
        });
    }
}
