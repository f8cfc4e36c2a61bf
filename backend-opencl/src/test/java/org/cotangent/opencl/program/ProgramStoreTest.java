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
        store.keep("old", PROGRAM);
        Files.setLastModifiedTime(files().getFirst(), FileTime.fromMillis(0));
        store.keep("new", PROGRAM);
        assertTrue(store.find("old").isPresent());
        Files.setLastModifiedTime(
                files().stream()
                        .max((a, b) -> Long.compare(
                                a.toFile().lastModified(), b.toFile().lastModified()))
                        .orElseThrow(),
                FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        store.keep("newest", PROGRAM);
        assertEquals(2, files().size());
        assertTrue(store.find("newest").isPresent());
    }
}
