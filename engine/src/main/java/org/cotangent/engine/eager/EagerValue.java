package org.cotangent.engine.eager;

import org.cotangent.engine.autodiff.Site;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A value that is there at once. If it requires gradients, it remembers the call it came from.
 *
 * <p>Values over the same memory count the writes into it together. A value whose memory was written after it was made
 * cannot be read any more.
 */
public final class EagerValue extends Value {
    private final Datum datum;
    private final boolean requiresGrad;
    private final long number;
    private final Writes writes;
    private final int version;
    private @Nullable Site origin;
    private boolean released;

    /** Counts how often memory was written. */
    static final class Writes {
        private int count;
    }

    EagerValue(String prefix, long number, Datum datum, boolean requiresGrad, @Nullable Site origin, Writes writes) {
        super(prefix, datum.type());
        this.number = number;
        if (requiresGrad && !datum.type().isDifferentiable()) {
            throw new TypeException("only tensors of floating-point type can require gradients, not " + datum.type()
                    + ": convert it first");
        }
        this.datum = datum;
        this.requiresGrad = requiresGrad;
        this.origin = origin;
        this.writes = writes;
        this.version = writes.count;
    }

    @Override
    public String name() {
        return super.name() + number;
    }

    /** {@return the tensor} Throws {@link TypeException} for a value of another kind. */
    public Tensor tensor() {
        if (datum() instanceof Tensor tensor) {
            return tensor;
        }
        throw new TypeException("value '" + name() + "' is " + datum.type() + ", not a tensor");
    }

    /** {@return what the value holds, whatever its kind} */
    public Datum datum() {
        if (isStale()) {
            throw new GraphException("'" + name() + "' " + type() + " is needed for a gradient or a later computation,"
                    + " but has been modified by an in-place operation: it is at version " + writes.count
                    + ", version " + version + " is needed. Use the operation that makes a new variable instead.");
        }
        return datum;
    }

    /** {@return whether the memory has been written since this value was made} */
    boolean isStale() {
        return version != writes.count;
    }

    public boolean requiresGrad() {
        return requiresGrad;
    }

    /** {@return how many values were made before} */
    long number() {
        return number;
    }

    Writes writes() {
        return writes;
    }

    /** Notes that the memory is being written. */
    void written() {
        writes.count++;
    }

    /** {@return what the memory holds now, whether or not it was written since this value was made} */
    Datum memory() {
        return datum;
    }

    void release() {
        released |= origin != null;
        origin = null;
    }

    /** {@return the call that gave this value; null for leaves and for values that require no gradients} */
    @Nullable
    Site origin() {
        if (released) {
            throw new GraphException("going back through the graph behind '" + name()
                    + "' a second time, but it was freed by the first: keep it with retainGraph, or createGraph");
        }
        return origin;
    }
}
