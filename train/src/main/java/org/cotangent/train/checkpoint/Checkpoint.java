package org.cotangent.train.checkpoint;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.cotangent.spi.tensor.Tensor;

/**
 * Where a training stood.
 *
 * @param step the number of steps done
 * @param tensors by name
 * @param notes whatever else is needed to go on
 */
public record Checkpoint(long step, SequencedMap<String, Tensor> tensors, Map<String, String> notes) {
    private static final long CHUNK = 1 << 30;

    /** {@return a checksum over everything that this holds, whatever the order: CRC-32C in hexadecimal} */
    String checksum() {
        CRC32C crc = new CRC32C();
        update(crc, Long.toString(step));
        new TreeMap<>(notes).forEach((key, note) -> {
            update(crc, key);
            update(crc, note);
        });
        new TreeMap<>(tensors).forEach((name, tensor) -> {
            update(crc, name);
            update(crc, tensor.type().toString());
            MemorySegment bytes = tensor.segment().asSlice(0, tensor.byteSize());
            for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
                crc.update(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at))
                        .asByteBuffer());
            }
        });
        return String.format("%08x", crc.getValue());
    }

    /** Adds text with its length, so that two texts cannot be taken for others that follow one another alike. */
    private static void update(CRC32C crc, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 24; shift >= 0; shift -= 8) {
            crc.update(bytes.length >> shift);
        }
        crc.update(bytes);
    }

    /** {@return this with tensors of its own, which later steps do not change} */
    public Checkpoint copy() {
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> copies.put(name, tensor.copy()));
        return new Checkpoint(step, copies, notes);
    }
}
