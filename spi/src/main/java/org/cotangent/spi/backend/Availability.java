package org.cotangent.spi.backend;

/** Whether a backend can be used here. */
public sealed interface Availability {
    /** It can; the description names devices and instruction sets. */
    record Available(String description) implements Availability {}

    /** It cannot, why, and what to do about it. */
    record Unavailable(String reason, String remedy) implements Availability {}
}
