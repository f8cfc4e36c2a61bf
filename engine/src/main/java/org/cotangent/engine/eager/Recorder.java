package org.cotangent.engine.eager;

import java.util.function.Supplier;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An emitter that remembers the calls behind values that require gradients. Values are computed at once ({@link Eager})
 * or stand in a graph ({@link Tracer}).
 */
public sealed interface Recorder extends Emitter permits Eager, Tracer {
    /** {@return a leaf that requires gradients, with the same elements} */
    Value leaf(Value value);

    /** {@return the same elements, not connected to what computed them} */
    Value detach(Value value);

    boolean requiresGrad(Value value);

    /** {@return the call that gave this value; null for leaves and for values that require no gradients} */
    @Nullable
    Site origin(Value value);

    boolean isRecording();

    /** {@return the result of a body that runs with or without recording} */
    <T> T recording(boolean on, Supplier<T> body);

    /** {@return what a body returns, run with the random numbers that follow this position} */
    <T> T replaying(long position, Supplier<T> body);

    /** {@return the position in the stream of random numbers} */
    long position();

    /** Forgets how these calls are connected: going back through them again is an error. */
    void release(Iterable<Site> sites);

    /** {@return the elements} Throws for values in a graph: they are not known yet. */
    Tensor tensor(Value value);
}
