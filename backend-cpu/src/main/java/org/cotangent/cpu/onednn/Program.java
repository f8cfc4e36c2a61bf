package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * Primitives to execute one after another, over inputs and outputs that are bound for each run. Immutable; closing the
 * arena destroys all native objects of it.
 *
 * @param engine executes it
 * @param arena owns all native objects
 * @param steps in order
 * @param temporaryBytes scratch memory for results between steps
 * @param scratchpadBytes scratch memory behind that, for the primitive that is running
 * @param threads that the primitives were made for, and run with
 */
record Program(Engine engine, Arena arena, List<Step> steps, long temporaryBytes, long scratchpadBytes, int threads) {

    Program {
        steps = List.copyOf(steps);
    }

    /** Returns the scratch memory that one run needs. */
    long scratchBytes() {
        return temporaryBytes + scratchpadBytes;
    }
}
