package org.cotangent.train;

import java.util.Collection;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Clipping by the norm of all gradients together: each is multiplied by {@code min(1, maxNorm / (norm + epsilon))}. */
public record GradientClip(double maxNorm, double epsilon) {
    /** {@return clipping at this norm} */
    public static GradientClip at(double maxNorm) {
        return new GradientClip(maxNorm, 1e-6);
    }

    /** {@return the square root of the sum of squares over all elements of all gradients} */
    static Value norm(Formulas f, Collection<Value> gradients) {
        List<Value> squares = gradients.stream()
                .map(gradient -> f.reduce("ReduceSumSquare", gradient, false))
                .toList();
        return f.sqrt(squares.size() == 1 ? squares.getFirst() : f.op("Sum", squares.toArray(new @Nullable Value[0])));
    }

    /** {@return the factor of all gradients} */
    Value factor(Formulas f, Value norm) {
        return f.op("Min", f.scalarLike(norm, 1), f.div(f.scalarLike(norm, maxNorm), f.add(norm, epsilon)));
    }
}
