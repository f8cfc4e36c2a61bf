package org.cotangent.spi.backend;

import java.util.function.Supplier;

/** A kernel provider's answer to a call. */
public sealed interface Offer {
    /** The rank of portable kernels. */
    int PORTABLE = 0;

    /** The usual rank of kernels that are made for the backend. */
    int NATIVE = 100;

    /**
     * A kernel can be had.
     *
     * @param rank the highest wins
     * @param kernel prepares it; called only if it won
     */
    record Accepted(int rank, String description, Supplier<Kernel> kernel) implements Offer {}

    /** Not this call, and why; shown by {@code plan.explain()}. */
    record Declined(String why) implements Offer {}

    static Offer declined(String why) {
        return new Declined(why);
    }
}
