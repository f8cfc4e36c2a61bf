package org.cotangent.cpu.onednn;

import java.lang.foreign.MemorySegment;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Where the data of a primitive's argument is at run time. */
sealed interface Operand {

    /** An input of the kernel, bound for each run. */
    record Input(int index) implements Operand {}

    /** An output of the kernel, bound for each run. */
    record Output(int index) implements Operand {}

    /** Data that never changes, such as packed weights. */
    record Constant(MemorySegment data) implements Operand {}

    /** A result that later steps read: a part of the run's scratch memory, from the given byte on. */
    record Temporary(long offset) implements Operand {}

    /** What the primitive itself needs while it runs: the run's scratch memory behind all temporaries. */
    record Scratchpad() implements Operand {}

    /** Returns an input of a call: a constant if it is the same in every run. */
    static Operand input(Preparation call, int index) {
        Tensor constant = call.constant(index);
        return constant == null ? new Input(index) : new Constant(constant.segment());
    }
}
