package org.cotangent.spi.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    private static final int BYTES = 1 << 16;

    private static void check(MemorySegment memory) {
        for (int i = 0; i < BYTES; i++) {
            assertEquals((byte) i, memory.get(ValueLayout.JAVA_BYTE, i));
        }
    }

    @Test
    void whatIsUnloadedIsReadAgain(@TempDir Path folder) throws IOException {
        byte[] content = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            content[i] = (byte) i;
        }
        Path file = Files.write(folder.resolve("weights"), content);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES, arena);
            assertTrue(mapped.isMapped());
            check(mapped);
            new Storage.Host(mapped.asSlice(100, 5000)).unload();
            check(mapped);
        }
    }

    /** Memory that no file holds, and changes that a private mapping alone holds, would be lost. */
    @Test
    void whatNoFileHoldsStays(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("weights"), new byte[BYTES]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            for (MemorySegment memory : new MemorySegment[] {
                arena.allocate(BYTES), channel.map(FileChannel.MapMode.PRIVATE, 0, BYTES, arena)
            }) {
                for (int i = 0; i < BYTES; i++) {
                    memory.set(ValueLayout.JAVA_BYTE, i, (byte) i);
                }
                new Storage.Host(memory).unload();
                check(memory);
            }
        }
    }
}
