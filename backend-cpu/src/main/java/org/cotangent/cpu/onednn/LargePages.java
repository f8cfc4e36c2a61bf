package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Memory of Linux in pages of 2 MiB, where the system has them: weights that are read once in a run come about a fourth
 * faster than through pages of 4 KiB, each of which must be looked up.
 */
final class LargePages {

    /** Bytes of a large page. */
    static final long PAGE = 2 << 20;

    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int HUGE = 14;
    private static final long FAILED = -1;

    private final MethodHandle map;
    private final MethodHandle unmap;
    private final MethodHandle advise;

    private LargePages(Linker linker) {
        map = bind(linker, "mmap", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
        unmap = bind(linker, "munmap", JAVA_INT, ADDRESS, JAVA_LONG);
        advise = bind(linker, "madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    private static MethodHandle bind(Linker linker, String name, MemoryLayout result, MemoryLayout... parameters) {
        SymbolLookup symbols = linker.defaultLookup();
        return linker.downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(result, parameters));
    }

    /** Returns the large pages of the operating system of this name; empty if it is not Linux. */
    static Optional<LargePages> of(String osName) {
        return osName.equals("Linux") ? Optional.of(new LargePages(Linker.nativeLinker())) : Optional.empty();
    }

    /**
     * Maps memory of zeros that nobody has touched; it counts as used page by page.
     *
     * @param bytes a multiple of {@link #PAGE}
     */
    Block map(long bytes) {
        try {
            MemorySegment all = (MemorySegment)
                    map.invokeExact(MemorySegment.NULL, bytes + PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (all.address() == FAILED) {
                throw new OutOfMemoryError("the system maps no further " + bytes + " bytes for packed weights");
            }
            MemorySegment pages = all.reinterpret(bytes + PAGE).asSlice(-all.address() & (PAGE - 1), bytes);
            // Where the system has no large pages it says so, and these are small.
            int ignored = (int) advise.invokeExact(pages, bytes, HUGE);
            return new Block(all, pages);
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
    }

    private void unmap(MemorySegment all, long bytes) {
        try {
            int status = (int) unmap.invokeExact(all, bytes);
            if (status != 0) {
                throw new IllegalStateException("memory at " + all + " cannot be unmapped");
            }
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
    }

    /** Mapped memory that pieces are cut from. It is unmapped with the last piece. Not for several threads. */
    final class Block {
        private final MemorySegment all;
        private final MemorySegment pages;
        private long used;
        private int pieces;

        private Block(MemorySegment all, MemorySegment pages) {
            this.all = all;
            this.pages = pages;
        }

        boolean fits(long bytes) {
            return used + bytes <= pages.byteSize();
        }

        /** Cuts off a piece that lives as long as an arena; then {@code release} is called. */
        MemorySegment cut(long bytes, long alignment, Arena arena, Runnable release) {
            MemorySegment piece = pages.asSlice(used, bytes).reinterpret(arena, ignored -> release.run());
            used += Math.ceilDiv(bytes, alignment) * alignment;
            pieces++;
            return piece;
        }

        /** Gives a piece back, and returns whether it was the last one and the memory is gone. */
        boolean release() {
            pieces--;
            if (pieces == 0) {
                unmap(all, pages.byteSize() + PAGE);
            }
            return pieces == 0;
        }
    }
}
