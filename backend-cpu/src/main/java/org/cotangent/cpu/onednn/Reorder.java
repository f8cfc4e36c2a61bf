package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;

/** {@code dst = src} in another layout, or another element type. Arguments: SRC, DST. */
final class Reorder {

    private Reorder() {}

    static PrimitiveDescriptor describe(Engine engine, Arena arena, MemoryDescriptor source, MemoryDescriptor target) {
        PrimitiveAttributes attributes = PrimitiveAttributes.create(engine, arena, MathMode.STRICT);
        return PrimitiveDescriptor.create(
                engine,
                arena,
                NativeFunction.REORDER_PRIMITIVE_DESC_CREATE,
                source,
                engine,
                target,
                engine,
                attributes);
    }
}
