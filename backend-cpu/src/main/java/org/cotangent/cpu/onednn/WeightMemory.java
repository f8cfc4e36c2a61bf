package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Memory for packed weights: large ones share blocks of large pages where there are any. */
final class WeightMemory {

    /** Fewer bytes are not worth large pages. */
    static final long LEAST = 128 << 10;

    private static final long BLOCK = 16 * LargePages.PAGE;

    private final Supplier<Optional<LargePages>> system;
    private boolean asked;
    private Optional<LargePages> found = Optional.empty();
    private LargePages.@Nullable Block current;

    /** @param system asked when there are large weights: it takes milliseconds to find */
    WeightMemory(Supplier<Optional<LargePages>> system) {
        this.system = system;
    }

    /** Returns so many bytes, whose content is undefined, that live as long as the arena. */
    synchronized MemorySegment allocate(long bytes, long alignment, Arena arena) {
        Optional<LargePages> pages = bytes < LEAST ? Optional.empty() : pages();
        if (pages.isEmpty()) {
            return arena.allocate(bytes, alignment);
        }
        LargePages.Block block = current;
        if (block == null || !block.fits(bytes)) {
            block = pages.get().map(Math.ceilDiv(Math.max(bytes, BLOCK), LargePages.PAGE) * LargePages.PAGE);
            current = block;
        }
        LargePages.Block owner = block;
        return block.cut(bytes, alignment, arena, () -> release(owner));
    }

    private Optional<LargePages> pages() {
        if (!asked) {
            found = system.get();
            asked = true;
        }
        return found;
    }

    private synchronized void release(LargePages.Block block) {
        if (block.release() && current == block) {
            current = null;
        }
    }
}
