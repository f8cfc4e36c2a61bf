package org.cotangent.ops.internal.reduce;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;

/** A reduction {@code y} whose derivative is a weighted sum: {@code dy = sum_i w_i dx_i}. */
public abstract class WeightedReduction extends ReduceOperator {
    protected WeightedReduction(String type, int since, Set<DType> allowed, Forward forward) {
        super(type, since, allowed, forward);
    }

    /** {@return the weights, in a shape that broadcasts to that of the data} */
    protected abstract Value weights(Formulas f, Point at);

    /** {@return the output, with reduced axes kept} */
    protected static Value kept(Formulas f, Point at) {
        return ReductionAxes.restore(f, at, at.output(0));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Rules(this::jvp, this::vjp);
    }

    private List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        return tangents.getFirst() instanceof Tangent.Of(Value dx)
                ? List.of(Tangent.of(ReductionAxes.sum(f, at, f.mul(weights(f, at), dx))))
                : List.of(Tangent.zero());
    }

    private List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        Tangent toData = Tangent.zero();
        if (cotangents.getFirst() instanceof Tangent.Of(Value dy)) {
            Value spread = f.mul(weights(f, at), ReductionAxes.restore(f, at, dy));
            toData = Tangent.of(f.expandLike(spread, at.input(0)));
        }
        return at.inputs().size() == 1 ? List.of(toData) : List.of(toData, Tangent.none());
    }
}
