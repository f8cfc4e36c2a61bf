package org.cotangent.opencl.recurrent;

import java.util.function.LongFunction;
import org.cotangent.opencl.kernel.Argument;

/** Hands out parts of the scratch memory, or of the kept memory, of a plan. */
final class Memory {
    private static final int ALIGNMENT = 64;

    private final int elementBytes;
    private final LongFunction<Argument> part;
    private long used;

    private Memory(int elementBytes, LongFunction<Argument> part) {
        this.elementBytes = elementBytes;
        this.part = part;
    }

    static Memory scratch(int elementBytes) {
        return new Memory(elementBytes, offset -> new Argument.Scratch(offset, elementBytes));
    }

    static Memory kept(int elementBytes) {
        return new Memory(elementBytes, offset -> new Argument.Kept(offset, elementBytes));
    }

    Argument take(long elements) {
        Argument argument = part.apply(used);
        used = Math.ceilDiv(used + elements * elementBytes, ALIGNMENT) * ALIGNMENT;
        return argument;
    }

    long used() {
        return used;
    }
}
