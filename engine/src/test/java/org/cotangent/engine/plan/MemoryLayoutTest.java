package org.cotangent.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MemoryLayoutTest {
    private record Block(long offset, long bytes) {
        boolean overlaps(Block other) {
            return offset < other.offset + other.bytes && other.offset < offset + bytes;
        }
    }

    @Property(tries = 200)
    void livingBlocksNeverOverlapAndLieInTheArena(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryLayout layout = new MemoryLayout();
        List<Block> living = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            if (!living.isEmpty() && random.nextInt(3) == 0) {
                Block ended = living.remove(random.nextInt(living.size()));
                layout.release(ended.offset(), ended.bytes());
            } else {
                long bytes = random.nextLong(0, 1000);
                Block block = new Block(layout.allocate(bytes), bytes);
                assertEquals(0, block.offset() % Tensor.ALIGNMENT);
                assertTrue(block.offset() + bytes <= layout.bytes());
                living.forEach(other -> assertTrue(!block.overlaps(other), () -> block + " overlaps " + other));
                living.add(block);
            }
        }
        living.forEach(block -> layout.release(block.offset(), block.bytes()));
        assertEquals(
                List.of(layout.bytes()),
                layout.holes().stream().map(hole -> hole.getValue()).toList());
    }

    @Test
    void theSmallestHoleThatFitsIsTaken() {
        MemoryLayout layout = new MemoryLayout();
        long large = layout.allocate(640);
        layout.allocate(64);
        long small = layout.allocate(128);
        layout.allocate(64);
        layout.release(large, 640);
        layout.release(small, 128);
        assertEquals(small, layout.allocate(100));
        assertEquals(large, layout.allocate(200));
    }

    @Test
    void aHoleAtTheEndGrows() {
        MemoryLayout layout = new MemoryLayout();
        layout.allocate(64);
        long last = layout.allocate(64);
        layout.release(last, 64);
        assertEquals(last, layout.allocate(640));
        assertEquals(704, layout.bytes());
    }
}
