package org.cotangent.train;

import java.util.Collection;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** What keeps gradients from being too large. */
public sealed interface GradientClip {
    /**
     * By the norm of all gradients together: each is multiplied by {@code min(1, maxNorm / (norm + epsilon))}.
     * PyTorch's clip_grad_norm_.
     */
    record ByNorm(double maxNorm, double epsilon) implements GradientClip {}

    /** Element by element: each becomes {@code min(max(g, -limit), limit)}. PyTorch's clip_grad_value_. */
    record ByValue(double limit) implements GradientClip {}

    /** {@return clipping at this norm} */
    static GradientClip at(double maxNorm) {
        return new ByNorm(maxNorm, 1e-6);
    }

    /** {@return clipping of every element at this magnitude} */
    static GradientClip elementsAt(double limit) {
        return new ByValue(limit);
    }

    /** {@return the square root of the sum of squares over all elements of all gradients, at least in float32} */
    static Value norm(Formulas f, Collection<Value> gradients) {
        boolean wide = gradients.stream().anyMatch(gradient -> gradient.dtype() == DType.DOUBLE);
        DType dtype = wide ? DType.DOUBLE : DType.FLOAT;
        List<Value> squares = gradients.stream()
                .map(gradient -> f.reduce("ReduceSumSquare", f.cast(gradient, dtype), false))
                .toList();
        return f.sqrt(squares.size() == 1 ? squares.getFirst() : f.op("Sum", squares.toArray(new @Nullable Value[0])));
    }

    /** {@return a gradient, clipped} */
    default Value apply(Formulas f, Value gradient, Value norm) {
        return switch (this) {
            case ByNorm(double maxNorm, double epsilon) -> {
                Value ratio = f.div(f.scalarLike(norm, maxNorm), f.add(norm, epsilon));
                Value factor = f.op("Min", f.scalarLike(norm, 1), ratio);
                yield f.mul(gradient, f.cast(factor, gradient.dtype()));
            }
            case ByValue(double limit) ->
                f.op("Clip", gradient, f.scalarLike(gradient, -limit), f.scalarLike(gradient, limit));
        };
    }
}
