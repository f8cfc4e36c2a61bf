package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * oneDNN's CPU engine. Lives as long as the process and may be used from all threads.
 *
 * @param library the loaded library
 * @param handle the engine
 */
record Engine(OneDnnLibrary library, MemorySegment handle) implements NativeObject {

    private static final int CPU = 1;
    private static final long FIRST = 0;

    static Engine cpu(OneDnnLibrary library) {
        MemorySegment handle =
                library.create(Arena.global(), NativeFunction.ENGINE_DESTROY, NativeFunction.ENGINE_CREATE, CPU, FIRST);
        return new Engine(library, handle);
    }

    @Override
    public String toString() {
        return "cpu";
    }
}
