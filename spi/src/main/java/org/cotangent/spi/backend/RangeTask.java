package org.cotangent.spi.backend;

/** A loop body over a part of a range. */
@FunctionalInterface
public interface RangeTask {
    /** Handles {@code from <= i < to}. */
    void run(long from, long to);
}
