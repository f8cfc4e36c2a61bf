package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Map;

/**
 * The OpenMP runtime that oneDNN computes with, for work that is not oneDNN's: a parallel region whose threads call
 * back. It belongs to the process.
 */
final class OpenMp {
    private static final String REGION = "GOMP_parallel";

    private final MethodHandle parallel;
    private final MethodHandle threadNumber;

    /** @throws UnsatisfiedLinkError where it {@linkplain #serves serves nobody else} */
    OpenMp(OneDnnLibrary library) {
        parallel = library.bind(REGION, FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT));
        threadNumber =
                library.bind("omp_get_thread_num", FunctionDescriptor.of(JAVA_INT), Linker.Option.critical(false));
    }

    /**
     * Returns whether the runtime serves others quickly: its threads spin for a while after their work, unless
     * {@code OMP_WAIT_POLICY} is passive.
     */
    static boolean serves(OneDnnLibrary library, Map<String, String> environment) {
        String policy = environment.getOrDefault("OMP_WAIT_POLICY", "").strip().toLowerCase(Locale.ROOT);
        return !policy.equals("passive") && library.has(REGION);
    }

    /** Makes the address of a function that threads of a region call; it lives as long as the arena. */
    static MemorySegment callback(MethodHandle body, Arena arena) {
        return Linker.nativeLinker().upcallStub(body, FunctionDescriptor.ofVoid(JAVA_LONG), arena);
    }

    /** Lets this and {@code threads - 1} more threads call back; returns when all have returned. */
    void region(MemorySegment callback, int threads) {
        try {
            parallel.invokeExact(callback, 0L, threads, 0);
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
    }

    /** Returns the number of the calling thread in its region, 0 for the one that began it. */
    int threadNumber() {
        try {
            return (int) threadNumber.invokeExact();
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
    }
}
