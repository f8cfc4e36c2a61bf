package org.cotangent.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;

/** What is written is read, bit for bit. */
class SafeTensorsProperties {
    private static Tensor random(ElementCode code, SplittableRandom random) {
        long[] sizes = new long[random.nextInt(4)];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = random.nextInt(5);
        }
        if (code == ElementCode.F4) {
            sizes = new long[] {2L * random.nextInt(4), 3};
        }
        Tensor tensor = Tensor.allocate(code.dtype(), sizes);
        byte[] bytes = new byte[(int) tensor.byteSize()];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            tensor.segment().set(ValueLayout.JAVA_BYTE, i, code == ElementCode.BOOL ? (byte) (bytes[i] & 1) : bytes[i]);
        }
        return tensor;
    }

    private static byte[] bytes(Tensor tensor) {
        return tensor.segment().asSlice(0, tensor.byteSize()).toArray(ValueLayout.JAVA_BYTE);
    }

    @Property(tries = 60, seed = "1")
    void aFileHoldsWhatWasPutIntoIt(
            @ForAll long seed, @ForAll @IntRange(max = 24) int count, @ForAll @Size(max = 4) Map<String, String> notes)
            throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<ElementCode> codes = List.of(ElementCode.values());
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            ElementCode code = codes.get((i + random.nextInt(3)) % codes.size());
            tensors.put("layer." + i + "/\"\u00e4\\\u2028\n" + random.nextInt(), random(code, random));
        }
        Path file = Files.createTempFile("cotangent", ".safetensors");
        try {
            new SafeTensors(tensors, wellFormed(notes)).write(file);
            SafeTensors read = SafeTensors.read(file);
            assertEquals(wellFormed(notes), read.metadata());
            assertEquals(tensors.keySet(), read.tensors().keySet());
            tensors.forEach((name, tensor) -> {
                Tensor other = Objects.requireNonNull(read.tensors().get(name));
                assertEquals(tensor.type(), other.type());
                assertArrayEquals(bytes(tensor), bytes(other));
                assertEquals(
                        0,
                        other.segment().address() % Math.max(1, tensor.dtype().bits() / 8),
                        "aligned");
            });
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Bytes changed, left out and added, mostly in the header: what is read all the same are the elements that stand
     * behind the header, all of them and nothing else.
     */
    @Property(tries = 400, seed = "1")
    void aDamagedFileIsReadOrRefusedButNeverMisread(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path file = Files.createTempFile("cotangent", ".safetensors");
        try {
            Map<String, Tensor> tensors =
                    Map.of("a", random(ElementCode.F32, random), "bb", random(ElementCode.U8, random));
            new SafeTensors(new LinkedHashMap<>(tensors), Map.of("note", "text")).write(file);
            byte[] bytes = Files.readAllBytes(file);
            for (int change = 0; change <= random.nextInt(3); change++) {
                int at = random.nextInt(Math.min(bytes.length, 200));
                switch (random.nextInt(3)) {
                    case 0 -> bytes[at] = (byte) random.nextInt();
                    case 1 -> bytes[at] = (byte) "{}[]\",:0123456789 ".charAt(random.nextInt(18));
                    default -> bytes = Arrays.copyOf(bytes, Math.max(1, bytes.length + random.nextInt(-3, 3)));
                }
            }
            Files.write(file, bytes);
            SafeTensors read = SafeTensors.read(file);
            long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            ByteArrayOutputStream elements = new ByteArrayOutputStream();
            read.tensors().values().forEach(tensor -> elements.writeBytes(bytes(tensor)));
            assertArrayEquals(Arrays.copyOfRange(bytes, 8 + (int) header, bytes.length), elements.toByteArray());
        } catch (ModelException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    /** Halves of surrogate pairs have no form in UTF-8. */
    private static Map<String, String> wellFormed(Map<String, String> notes) {
        Map<String, String> whole = new LinkedHashMap<>();
        notes.forEach((key, note) ->
                whole.put(key.replaceAll("[\\ud800-\\udfff]", "?"), note.replaceAll("[\\ud800-\\udfff]", "?")));
        return whole;
    }
}
