package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.util.List;

/**
 * {@code dst = src - zeroPoint} in another layout, or another element type. Arguments: SRC, DST, and the zero point of
 * SRC unless it is 0.
 */
final class Reorder {

    private Reorder() {}

    static PrimitiveDescriptor describe(
            Engine engine, Arena arena, MemoryDescriptor source, MemoryDescriptor target, int zeroPoint) {
        PrimitiveAttributes attributes =
                PrimitiveAttributes.shifted(engine, arena, zeroPoint == 0 ? List.of() : List.of(Argument.SRC));
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
