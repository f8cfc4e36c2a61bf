package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.spi.tensor.Tensor;

/**
 * Gives blocks places in one arena so that blocks alive at the same time do not overlap: best fit, in order of time.
 */
final class MemoryLayout {
    private final TreeMap<Long, Long> free = new TreeMap<>();
    private long end;

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
        end = offset + size;
        return offset;
    }

    /** Gives back a block. */
    void release(long offset, long bytes) {
        long size = Math.ceilDiv(Math.max(1, bytes), Tensor.ALIGNMENT) * Tensor.ALIGNMENT;
        Map.Entry<Long, Long> before = free.floorEntry(offset);
        if (before != null && before.getKey() + before.getValue() == offset) {
            offset = before.getKey();
            size += before.getValue();
        }
        Long after = free.remove(offset + size);
        free.put(offset, after == null ? size : size + after);
    }

    /** {@return the holes, for tests} */
    List<Map.Entry<Long, Long>> holes() {
        return new ArrayList<>(free.entrySet());
    }
}
