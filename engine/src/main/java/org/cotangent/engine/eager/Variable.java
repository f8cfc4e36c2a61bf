package org.cotangent.engine.eager;

import org.cotangent.engine.autodiff.Site;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A value that is there at once. If it requires gradients, it remembers the call it came from. */
public final class Variable extends Value {
    private final Datum datum;
    private final boolean requiresGrad;
    private final @Nullable Site origin;

    Variable(String name, Datum datum, boolean requiresGrad, @Nullable Site origin) {
        super(name, datum.type());
        if (requiresGrad && !datum.type().isDifferentiable()) {
            throw new TypeException("only tensors of floating-point type can require gradients, not " + datum.type()
                    + ": convert it first");
        }
        this.datum = datum;
        this.requiresGrad = requiresGrad;
        this.origin = origin;
    }

    /** {@return the tensor} Throws {@link TypeException} for a value of another kind. */
    public Tensor tensor() {
        if (datum instanceof Tensor tensor) {
            return tensor;
        }
        throw new TypeException("value '" + name() + "' is " + datum.type() + ", not a tensor");
    }

    /** {@return what the value holds, whatever its kind} */
    public Datum datum() {
        return datum;
    }

    public boolean requiresGrad() {
        return requiresGrad;
    }

    /** {@return the call that gave this value; null for leaves and for values that require no gradients} */
    @Nullable
    Site origin() {
        return origin;
    }
}
