package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.tensor.Tensor;

/**
 * Gives blocks places in one arena so that blocks alive at the same time do not overlap: best fit, in order of time.
 */
final class MemoryLayout {
    private final TreeMap<Long, Long> free = new TreeMap<>();
    private final long piece;
    private long end;

    /** @param largest the most bytes of a piece of memory: no block lies across the end of one */
    MemoryLayout(long largest) {
        this.piece = largest / Tensor.ALIGNMENT * Tensor.ALIGNMENT;
    }

    /** A layout in one piece. */
    MemoryLayout() {
        this(Long.MAX_VALUE);
    }

    /** {@return the bytes of every piece but the last} */
    long piece() {
        return piece;
    }

    /** {@return the bytes of the arena that hold all blocks so far} */
    long bytes() {
        return end;
    }

    /** {@return the offset of a new block} */
    long allocate(long bytes) {
        long size = Math.ceilDiv(Math.max(1, bytes), Tensor.ALIGNMENT) * Tensor.ALIGNMENT;
        Map.Entry<Long, Long> best = null;
        for (Map.Entry<Long, Long> hole : free.entrySet()) {
            if (hole.getValue() >= size && (best == null || hole.getValue() < best.getValue())) {
                best = hole;
            }
        }
        if (best != null) {
            long offset = best.getKey();
            long rest = best.getValue() - size;
            free.remove(offset);
            if (rest > 0) {
                free.put(offset + size, rest);
            }
            return offset;
        }
        Map.Entry<Long, Long> last = free.lastEntry();
        long offset = end;
        if (last != null && last.getKey() + last.getValue() == end) {
            offset = last.getKey();
            free.remove(offset);
        }
        if (size > piece) {
            throw new UnsupportedException("a tensor of " + size + " bytes is needed, but the device allocates " + piece
                    + " at most: use smaller batches, or the backend cpu");
        }
        if (offset / piece != (offset + size - 1) / piece) {
            long next = (offset / piece + 1) * piece;
            free.put(offset, next - offset);
            offset = next;
        }
        end = offset + size;
        return offset;
    }

    /** Gives back a block. */
    void release(long offset, long bytes) {
        long size = Math.ceilDiv(Math.max(1, bytes), Tensor.ALIGNMENT) * Tensor.ALIGNMENT;
        Map.Entry<Long, Long> before = free.floorEntry(offset);
        if (before != null && before.getKey() + before.getValue() == offset && offset % piece != 0) {
            offset = before.getKey();
            size += before.getValue();
        }
        Long after = (offset + size) % piece == 0 ? null : free.remove(offset + size);
        free.put(offset, after == null ? size : size + after);
    }

    /** {@return the holes, for tests} */
    List<Map.Entry<Long, Long>> holes() {
        return new ArrayList<>(free.entrySet());
    }
}
