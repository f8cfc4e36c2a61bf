package org.cotangent.cpu.onednn;

import java.lang.foreign.MemorySegment;

/** Where the data of a primitive's argument is at run time. */
sealed interface Operand {

    /** An input or output of the program, bound for each run. */
    record Port(int index) implements Operand {}

    /** Data that never changes, such as packed weights. */
    record Constant(MemorySegment data) implements Operand {}

    /** A result that later steps read: a part of the run's scratch memory, from the given byte on. */
    record Temporary(long offset) implements Operand {}

    /** What the primitive itself needs while it runs: the run's scratch memory behind all temporaries. */
    record Scratchpad() implements Operand {}
}
