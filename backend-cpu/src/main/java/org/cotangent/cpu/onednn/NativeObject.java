package org.cotangent.cpu.onednn;

import java.lang.foreign.MemorySegment;

/** An object of oneDNN that can be passed to its functions. It lives as long as the arena it was made in. */
sealed interface NativeObject permits Engine, MemoryDescriptor, PrimitiveAttributes, PrimitiveDescriptor, Primitive {

    /** Returns the C API's handle. */
    MemorySegment handle();
}
