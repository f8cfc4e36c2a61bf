package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import org.cotangent.cpu.window.Window;

/** By what the sum over a window is divided, and the primitive that averages. */
enum Averaging {
    /** The taps of the window, whether they lie in the padding or not. */
    OVER_WINDOW(0x2ff),
    /** The taps that lie in the image. */
    OVER_IMAGE(0x3ff);

    private static final int FORWARD_INFERENCE = 96;

    private final int algorithm;

    Averaging(int algorithm) {
        this.algorithm = algorithm;
    }

    /** Arguments: SRC, DST. */
    PrimitiveDescriptor describe(
            Engine engine, Arena arena, Window window, MemoryDescriptor source, MemoryDescriptor target) {
        return PrimitiveDescriptor.create(
                engine,
                arena,
                NativeFunction.POOLING_FORWARD_PRIMITIVE_DESC_CREATE,
                engine,
                FORWARD_INFERENCE,
                algorithm,
                source,
                target,
                window.strides(),
                window.kernel(),
                window.dilations(),
                window.before(),
                window.after(),
                PrimitiveAttributes.create(engine, arena, MathMode.STRICT));
    }
}
