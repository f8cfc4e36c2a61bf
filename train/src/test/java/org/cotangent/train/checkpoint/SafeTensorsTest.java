package org.cotangent.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The safetensors format, byte by byte, and files that break its rules. */
class SafeTensorsTest {
    @TempDir
    Path folder;

    private Path file(String header, int... data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int shift = 0; shift < 64; shift += 8) {
            out.write((int) ((long) text.length >> shift));
        }
        out.write(text);
        for (int b : data) {
            out.write(b);
        }
        return Files.write(folder.resolve("model.safetensors"), out.toByteArray());
    }

    private static Tensor tensor(SafeTensors content, String name) {
        return Objects.requireNonNull(content.tensors().get(name), name);
    }

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        SafeTensors read = SafeTensors.read(file(
                "{\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[3,11]},"
                        + "\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"a\":{\"shape\":[3],\"data_offsets\":[0,3],\"dtype\":\"U8\"},"
                        + "\"s\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[11,13]},"
                        + "\"e\":{\"dtype\":\"I64\",\"shape\":[0,4],\"data_offsets\":[13,13]}}  ",
                1,
                2,
                255,
                0,
                0,
                0x80,
                0x3f,
                0,
                0,
                0,
                0xc0,
                0x80,
                0x3f));
        assertEquals(List.of("a", "b", "s", "e"), List.copyOf(read.tensors().keySet()));
        assertArrayEquals(new long[] {1, 2, 255}, tensor(read, "a").toLongs());
        assertArrayEquals(new float[] {1, -2}, tensor(read, "b").toFloats());
        assertEquals("FLOAT[1, 2]", tensor(read, "b").type().toString());
        assertEquals(1, tensor(read, "s").getDouble(0));
        assertEquals("INT64[0, 4]", tensor(read, "e").type().toString());
        assertEquals(Map.of("format", "pt"), read.metadata());
    }

    @Test
    void aWrittenFileIsTheSameWhateverTheOrder() throws IOException {
        Tensor a = Tensor.vector(1f, 2f);
        Tensor b = Tensor.vector(3L);
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", a);
        tensors.put("b", b);
        SequencedMap<String, String> notes = new LinkedHashMap<>();
        notes.put("x", "1");
        notes.put("y", "2");
        new SafeTensors(tensors, notes).write(one);
        new SafeTensors(tensors.reversed(), notes.reversed()).write(two);
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        SafeTensors.of(tensors).write(one);
        byte[] bytes = Files.readAllBytes(one);
        assertEquals('{', bytes[8]);
        assertEquals(0, (8 + bytes[0]) % 64, "the elements begin at a multiple of 64");
        assertEquals(8 + bytes[0] + 16, bytes.length);
    }

    @Test
    void aFileWithoutTensorsIsOne() throws IOException {
        assertEquals(Map.of(), SafeTensors.read(file("{}")).tensors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " {}",
                "[]",
                "{} x",
                "{}{}",
                "{'a':1}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[-2],\"data_offsets\":[0,-2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2.0],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[\"2\"],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":2,\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,1,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,0]}}",
                "{\"a\":{\"dtype\":\"U9\",\"shape\":[2],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"shape\":[2],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"shape\":[2],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807,9223372036854775807],"
                        + "\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
                "{\"__metadata__\":{\"x\":1},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
                "{\"__metadata__\":{\"x\":\"1\",\"x\":\"1\"},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
                "{\"__metadata__\":null,\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
            })
    void headersThatBreakARuleAreRefused(String header) throws IOException {
        Path file = file(header, 1, 2);
        ModelException e = assertThrows(ModelException.class, () -> SafeTensors.read(file));
        assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": "), e.getMessage());
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        Path file = folder.resolve("whole");
        SafeTensors.of(Map.of("a", Tensor.vector(1f, 2f))).write(file);
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThrows(ModelException.class, () -> SafeTensors.read(cut));
        }
        Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
        assertThrows(ModelException.class, () -> SafeTensors.read(cut));
    }

    @Test
    void headersOfAbsurdLengthAreRefused() throws IOException {
        Path file = folder.resolve("long");
        for (int last : new int[] {0x7f, 0xff, 0x00}) {
            Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, (byte) last, '{', '}'});
            assertThrows(ModelException.class, () -> SafeTensors.read(file));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"STRING", "UINT4", "INT4", "UINT2", "INT2", "COMPLEX128"})
    void typesThatTheFormatLacksAreNamed(DType dtype) {
        SafeTensors content = SafeTensors.of(Map.of("x", Tensor.allocate(dtype, 4)));
        ModelException e = assertThrows(ModelException.class, () -> content.write(folder.resolve("x")));
        assertTrue(String.valueOf(e.getMessage()).contains("'x' " + dtype + "[4]"), e.getMessage());
    }

    @Test
    void theNameOfTheNotesIsTaken() {
        SafeTensors content = SafeTensors.of(Map.of("__metadata__", Tensor.scalar(1f)));
        assertThrows(ModelException.class, () -> content.write(folder.resolve("x")));
    }
}
