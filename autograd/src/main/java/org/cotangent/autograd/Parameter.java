package org.cotangent.autograd;

import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that training changes, or that a model keeps from run to run. It belongs to no computation: wherever it is
 * used it becomes a leaf of that computation, eager or traced, and all uses share its memory.
 *
 * <p>The tensor can be written at any time between runs; computations see the new elements.
 */
public final class Parameter implements Operand {
    private final Leaf leaf = new Leaf();
    private final Tensor tensor;
    private final boolean buffer;
    private boolean requiresGrad;

    private Parameter(Tensor tensor, boolean buffer) {
        this.tensor = tensor;
        this.buffer = buffer;
        this.requiresGrad = !buffer;
        if (requiresGrad && !tensor.dtype().isFloating()) {
            throw new TypeException("only tensors of floating-point type can require gradients, not " + tensor.type());
        }
    }

    /** {@return a parameter over this tensor, which requires gradients} */
    public static Parameter of(Tensor tensor) {
        return new Parameter(tensor, false);
    }

    /** {@return a tensor that is kept, but not trained, such as running statistics} */
    public static Parameter buffer(Tensor tensor) {
        return new Parameter(tensor, true);
    }

    /** {@return the tensor itself, not a copy} */
    public Tensor tensor() {
        return tensor;
    }

    public TensorType type() {
        return tensor.type();
    }

    /** {@return whether it is kept, but never trained} */
    public boolean isBuffer() {
        return buffer;
    }

    public boolean requiresGrad() {
        return requiresGrad;
    }

    /** Freezes the parameter, or lets it be trained again, in computations that begin from now on. */
    public void requiresGrad(boolean value) {
        if (value && buffer) {
            throw new TypeException("a buffer " + type() + " is not trained: make it a parameter");
        }
        requiresGrad = value;
    }

    /** {@return the sum of the gradients of all {@code backward} so far; null if there is none} */
    public @Nullable Variable grad() {
        return leaf.gradient();
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        leaf.set(null);
    }

    Leaf leaf() {
        return leaf;
    }

    @Override
    public Variable in(Autograd autograd) {
        return autograd.variable(this);
    }

    @Override
    public String toString() {
        return (buffer ? "buffer " : "parameter ") + type();
    }
}
