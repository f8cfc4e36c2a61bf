package org.cotangent.cpu.onednn;

import java.lang.foreign.MemorySegment;

/**
 * Generated code for an operation. Immutable: several threads may execute it, each with its own operands.
 *
 * @param descriptor what it does
 * @param handle the primitive
 */
record Primitive(PrimitiveDescriptor descriptor, MemorySegment handle) implements NativeObject {

    @Override
    public String toString() {
        return descriptor.toString();
    }
}
