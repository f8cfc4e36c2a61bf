package org.cotangent.cpu.onednn;

import java.util.List;

/**
 * One primitive of a program.
 *
 * @param primitive to execute
 * @param uses its arguments, all of them
 */
record Step(Primitive primitive, List<Use> uses) {

    Step {
        uses = List.copyOf(uses);
    }

    /**
     * One argument of a primitive.
     *
     * @param argument its index, of {@link Argument}
     * @param descriptor layout of the operand, as the primitive expects it
     * @param operand where the data is
     */
    record Use(int argument, MemoryDescriptor descriptor, Operand operand) {}
}
