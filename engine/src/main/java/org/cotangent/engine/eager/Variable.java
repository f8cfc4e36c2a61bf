package org.cotangent.engine.eager;

import org.cotangent.engine.autodiff.Site;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A value that is there at once. If it requires gradients, it remembers the call it came from. */
public final class Variable extends Value {
    private final Tensor tensor;
    private final boolean requiresGrad;
    private final @Nullable Site origin;

    Variable(String name, Tensor tensor, boolean requiresGrad, @Nullable Site origin) {
        super(name, tensor.type());
        if (requiresGrad && !tensor.dtype().isFloating()) {
            throw new TypeException("only tensors of floating-point type can require gradients, not " + tensor.dtype()
                    + ": convert it first");
        }
        this.tensor = tensor;
        this.requiresGrad = requiresGrad;
        this.origin = origin;
    }

    public Tensor tensor() {
        return tensor;
    }

    public boolean requiresGrad() {
        return requiresGrad;
    }

    /** {@return the call that gave this value; null for leaves and for values that require no gradients} */
    @Nullable Site origin() {
        return origin;
    }
}
