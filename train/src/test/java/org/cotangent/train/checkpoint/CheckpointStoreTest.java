package org.cotangent.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that stay, those that go, and what happens to damaged files and on full disks. */
class CheckpointStoreTest {
    @TempDir
    Path folder;

    private static Checkpoint checkpoint(long step) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", Tensor.vector((float) step, 2f * step, 0.1f));
        tensors.put("w.m", Tensor.vector(-1.0 * step));
        return new Checkpoint(step, tensors, Map.of("epoch", "3"));
    }

    private static Tensor w(Checkpoint checkpoint) {
        return Objects.requireNonNull(checkpoint.tensors().get("w"));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> warnings(Runnable action) {
        List<String> messages = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (Thread.currentThread() == thread) {
                    messages.add(record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(CheckpointStore.class.getName());
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    @Test
    void theLastOnesAndPreciousOnesStay() {
        CheckpointStore store = new CheckpointStore(folder, 2);
        assertEquals(Optional.empty(), store.latest());
        for (long step = 10; step <= 60; step += 10) {
            store.save(checkpoint(step), Set.of(20L));
        }
        assertEquals(List.of(60L, 50L, 20L), store.steps());
        Checkpoint last = store.latest().orElseThrow();
        assertEquals(60, last.step());
        assertEquals(Map.of("epoch", "3"), last.notes());
        assertArrayEquals(new float[] {60, 120, 0.1f}, w(last).toFloats());
        assertArrayEquals(new float[] {20, 40, 0.1f}, w(store.load(20)).toFloats());
        assertThrows(ModelException.class, () -> store.load(10));
    }

    @Test
    void aFileIsOneThatOthersRead() throws IOException {
        new CheckpointStore(folder, 2).save(checkpoint(7), Set.of());
        SafeTensors read = SafeTensors.read(folder.resolve(names().getFirst()));
        assertEquals(Set.of("w", "w.m"), read.tensors().keySet());
        assertEquals("7", read.metadata().get("cotangent.step"));
    }

    @Test
    void noSingleDamagedByteGoesUnnoticed() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        store.save(checkpoint(7), Set.of());
        Path file = folder.resolve(names().getFirst());
        byte[] whole = Files.readAllBytes(file);
        String expected = store.load(7).checksum();
        int noticed = 0;
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(file, damaged);
            try {
                assertEquals(expected, store.load(7).checksum(), "only what does not matter may differ, byte " + i);
            } catch (ModelException e) {
                noticed++;
            }
        }
        assertTrue(noticed > whole.length - 64, noticed + " of " + whole.length);
    }

    @Test
    void damagedFilesArePassedOverWithAWarning() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 4);
        for (long step = 1; step <= 4; step++) {
            store.save(checkpoint(step), Set.of());
        }
        Path cut = folder.resolve("step-000000000004.safetensors");
        Path flipped = folder.resolve("step-000000000003.safetensors");
        byte[] bytes = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        bytes = Files.readAllBytes(flipped);
        bytes[bytes.length - 3] ^= 4;
        Files.write(flipped, bytes);
        List<Checkpoint> found = new ArrayList<>();
        List<String> warnings = warnings(() -> found.add(store.latest().orElseThrow()));
        assertEquals(2, found.getFirst().step());
        assertEquals(2, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains(cut.toString()), warnings.get(0));
        assertTrue(warnings.get(1).contains(flipped + ": the file is damaged"), warnings.get(1));
        store.save(checkpoint(3), Set.of());
        assertEquals(List.of(3L, 2L, 1L), store.steps(), "what is after the step of a run is not of this run");
        Files.copy(folder.resolve("step-000000000002.safetensors"), cut);
        assertEquals(3, store.latest().orElseThrow().step(), "a copy under another name is none");
    }

    /** A disk with room for so many bytes. */
    private record FullDisk(WritableByteChannel target, AtomicInteger room) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room.get() == 0 && bytes.hasRemaining()) {
                throw new IOException("No space left on device");
            }
            ByteBuffer part = bytes.slice(bytes.position(), Math.min(room.get(), bytes.remaining()));
            int written = target.write(part);
            bytes.position(bytes.position() + written);
            room.addAndGet(-written);
            return written;
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }

    @Test
    void aFullDiskLeavesTheLastGoodOne() throws IOException {
        new CheckpointStore(folder, 1).save(checkpoint(1), Set.of());
        List<String> before = names();
        long size = Files.size(folder.resolve(before.getFirst()));
        for (int room = 0; room < size; room += 7) {
            AtomicInteger left = new AtomicInteger(room);
            CheckpointStore store = new CheckpointStore(folder, 1, channel -> new FullDisk(channel, left));
            ModelException e = assertThrows(ModelException.class, () -> store.save(checkpoint(2), Set.of()));
            assertTrue(String.valueOf(e.getMessage()).contains("No space left on device"), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("step 2"), e.getMessage());
            assertEquals(before, names());
            assertEquals(1, store.latest().orElseThrow().step());
        }
    }

    @Test
    void whatACrashLeftIsRemoved() throws IOException {
        Path leftover = folder.resolve(".step-000000000005.safetensors.0b3c.tmp");
        Files.writeString(leftover, "half a checkpoint");
        Path other = Files.writeString(folder.resolve("notes.txt"), "mine");
        new CheckpointStore(folder, 1).save(checkpoint(6), Set.of());
        assertEquals(List.of("notes.txt", "step-000000000006.safetensors"), names());
        assertEquals("mine", Files.readString(other));
    }
}
