package org.cotangent.opencl.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramStoreTest {
    private static final byte[] PROGRAM = {1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void findsWhatWasKeptForTheSameDeviceAndText() {
        ProgramStore store = new ProgramStore(folder, "device", 1 << 20);
        store.keep("text", PROGRAM);
        assertArrayEquals(PROGRAM, store.find("text").orElseThrow());
        assertEquals(Optional.empty(), store.find("other text"));
        assertEquals(Optional.empty(), new ProgramStore(folder, "other driver", 1 << 20).find("text"));
    }

    @Test
    void aDamagedFileIsNotUsedAndGoes() throws IOException {
        ProgramStore store = new ProgramStore(folder, "device", 1 << 20);
        store.keep("text", PROGRAM);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i += 11) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertEquals(Optional.empty(), store.find("text"), "byte " + i);
            assertEquals(List.of(), files());
        }
        Files.write(file, new byte[3]);
        assertEquals(Optional.empty(), store.find("text"));
    }

    @Test
    void whatWasNotUsedForLongestGoesFirst() throws IOException {
        ProgramStore store = new ProgramStore(folder, "device", 150);
        store.keep("used", PROGRAM);
        Path used = files().getFirst();
        store.keep("unused", PROGRAM);
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(file.equals(used) ? 0 : 1_000_000));
        }
        assertTrue(store.find("used").isPresent());
        store.keep("newest", PROGRAM);
        assertEquals(2, files().size());
        assertTrue(store.find("used").isPresent());
        assertTrue(store.find("newest").isPresent());
    }

    @Test
    void whatWasJustKeptStaysWhateverTheClockSays() throws IOException {
        ProgramStore store = new ProgramStore(folder, "device", 150);
        FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
        for (String text : List.of("a", "b", "c", "d", "e", "f")) {
            store.keep(text, PROGRAM);
            assertTrue(store.find(text).isPresent(), text);
            for (Path file : files()) {
                Files.setLastModifiedTime(file, later);
            }
        }
        assertEquals(2, files().size());
    }
}
