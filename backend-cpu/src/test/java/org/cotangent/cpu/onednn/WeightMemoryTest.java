package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightMemoryTest {

    private static final long ALIGNMENT = 64;

    private final Optional<LargePages> system = LargePages.of(System.getProperty("os.name"));

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed in a drawn order
    void piecesDoNotOverlapAndLiveAsLongAsTheirArena() {
        Random random = new Random(7);
        WeightMemory memory = new WeightMemory(() -> system);
        List<Arena> arenas = new ArrayList<>();
        List<MemorySegment> pieces = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Arena arena = Arena.ofShared();
            MemorySegment piece = memory.allocate(1 + random.nextLong(4 * WeightMemory.LEAST), ALIGNMENT, arena);
            assertEquals(0, piece.address() % ALIGNMENT);
            piece.fill((byte) i);
            arenas.add(arena);
            pieces.add(piece);
            if (i % 3 == 2) {
                int old = random.nextInt(arenas.size());
                arenas.remove(old).close();
                MemorySegment gone = pieces.remove(old);
                assertThrows(IllegalStateException.class, () -> gone.get(ValueLayout.JAVA_BYTE, 0));
            }
        }
        for (MemorySegment piece : pieces) {
            byte mark = piece.get(ValueLayout.JAVA_BYTE, 0);
            for (long at = 0; at < piece.byteSize(); at++) {
                assertEquals(mark, piece.get(ValueLayout.JAVA_BYTE, at));
            }
        }
        arenas.forEach(Arena::close);
    }

    @Test
    void smallWeightsDoNotAskForLargePages() {
        WeightMemory memory = new WeightMemory(() -> {
            throw new AssertionError("asked");
        });
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(1000, memory.allocate(1000, ALIGNMENT, arena).byteSize());
            assertThrows(AssertionError.class, () -> memory.allocate(WeightMemory.LEAST, ALIGNMENT, arena));
        }
    }

    @Test
    void aBlockGoesWithItsLastPiece() {
        assumeTrue(system.isPresent(), "large pages are Linux's");
        LargePages.Block block = system.orElseThrow().map(LargePages.PAGE);
        List<Boolean> gone = new ArrayList<>();
        try (Arena second = Arena.ofShared()) {
            MemorySegment right;
            try (Arena first = Arena.ofShared()) {
                MemorySegment left = block.cut(100, ALIGNMENT, first, () -> gone.add(block.release()));
                right = block.cut(100, ALIGNMENT, second, () -> gone.add(block.release()));
                assertEquals(128, right.address() - left.address());
            }
            assertTrue(block.fits(LargePages.PAGE - 256));
            assertFalse(block.fits(LargePages.PAGE - 255));
            right.fill((byte) 1);
        }
        assertEquals(List.of(false, true), gone);
    }

    @Test
    void withoutLargePagesThereIsOrdinaryMemory() {
        assertTrue(LargePages.of("Windows 11").isEmpty());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = new WeightMemory(Optional::empty).allocate(2 * WeightMemory.LEAST, ALIGNMENT, arena);
            assertEquals(2 * WeightMemory.LEAST, piece.byteSize());
        }
    }
}
