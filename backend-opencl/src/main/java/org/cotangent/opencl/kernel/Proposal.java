package org.cotangent.opencl.kernel;

import java.util.function.Supplier;
import org.cotangent.spi.backend.Offer;

/** An answer to the question how a call can be computed. */
public sealed interface Proposal {
    /**
     * It can.
     *
     * @param rank the highest wins, {@link Offer#NATIVE} is the usual one
     * @param plan makes the plan; called only if the proposal won
     */
    record Accepted(int rank, String description, Supplier<KernelPlan> plan) implements Proposal {}

    /** Not this call, and why. */
    record Declined(String why) implements Proposal {}

    /** The operator is none of this family: nothing that users need to be told. */
    record Unrelated() implements Proposal {}

    static Proposal accepted(String description, Supplier<KernelPlan> plan) {
        return new Accepted(Offer.NATIVE, description, plan);
    }

    static Proposal unrelated() {
        return new Unrelated();
    }

    static Proposal declined(String why) {
        return new Declined(why);
    }
}
