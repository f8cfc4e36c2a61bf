package org.cotangent.bench.suite;

import java.util.List;
import org.cotangent.bench.Timing;

/** What came of a workload. */
sealed interface Outcome {
    /**
     * The results agree and both sides were timed.
     *
     * @param profile the cost of our kernels, a line for each kind; empty unless asked for
     */
    record Measured(Timing ours, Timing theirs, double difference, List<String> profile) implements Outcome {
        /** {@return our median by theirs} */
        double ratio() {
            return ours.median() / theirs.median();
        }

        /** {@return the ratio of the times below which a tenth lies, which a busy machine disturbs less} */
        double quietRatio() {
            return ours.low() / theirs.low();
        }
    }

    /** The results differ by more than the tolerance, so nothing was timed. */
    record Differs(double difference, double tolerance) implements Outcome {}

    /** Something is not there that the workload needs. */
    record Skipped(String reason) implements Outcome {}

    /** One side failed. */
    record Failed(String message) implements Outcome {}

    /** {@return whether this is a fault} */
    default boolean isError() {
        return switch (this) {
            case Measured _, Skipped _ -> false;
            case Differs _, Failed _ -> true;
        };
    }
}
