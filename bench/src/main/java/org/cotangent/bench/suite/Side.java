package org.cotangent.bench.suite;

import java.util.Map;
import java.util.Optional;
import org.cotangent.engine.plan.Profile;
import org.cotangent.spi.tensor.Tensor;

/** A workload as one of the two runs it. */
interface Side extends AutoCloseable {
    /** Runs it once: what is timed. */
    void run();

    /** {@return what is compared with the other side} Asked for once, before anything is timed. */
    Map<String, Tensor> results();

    /** {@return the cost of the parts of the coming runs, where this side can tell} */
    default Optional<Profile> profile() {
        return Optional.empty();
    }

    @Override
    void close();
}
