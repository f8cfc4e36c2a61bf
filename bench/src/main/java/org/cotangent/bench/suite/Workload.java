package org.cotangent.bench.suite;

import java.util.Map;
import org.cotangent.bench.Difference;
import org.cotangent.spi.tensor.Tensor;

/** Something that both sides do, on the same inputs. */
interface Workload {
    /** {@return the name, by which options choose: a word, then sizes} */
    String name();

    Kind kind();

    /** {@return how far our results are from theirs; NaN if they cannot be compared} */
    default double difference(Map<String, Tensor> ours, Map<String, Tensor> theirs) {
        return Difference.of(ours, theirs);
    }

    /** {@return the largest difference of results that is no error} */
    double tolerance();

    /**
     * {@return our side}
     *
     * @throws Unavailable if something is not there that it needs
     */
    Side ours(Setting setting);

    /** Loads the peer's library, and nothing else. */
    void loadPeer();

    /** {@return the other side} Opened after {@link #ours}. */
    Side theirs(Setting setting);
}
