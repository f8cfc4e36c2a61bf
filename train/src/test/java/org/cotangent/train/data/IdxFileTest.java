package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The format of MNIST's files. */
class IdxFileTest {
    @TempDir
    Path folder;

    private Path file(int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(folder.resolve("data-idx"), content);
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "INT8", "INT16", "INT32", "FLOAT", "DOUBLE"})
    void whatIsWrittenIsRead(DType dtype) {
        Path file = folder.resolve("tensor");
        for (long[] sizes : new long[][] {{}, {0}, {5}, {2, 3, 4}, {1, 0, 2}}) {
            Tensor tensor = Tensor.allocate(dtype, sizes);
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.setDouble(i, dtype == DType.UINT8 ? 10 * i : (i % 2 == 0 ? -1 : 1) * (3.25 + 5 * i));
            }
            IdxFile.write(file, tensor);
            Tensor read = IdxFile.read(file);
            assertEquals(tensor.type(), read.type());
            assertArrayEquals(tensor.toDoubles(), read.toDoubles());
        }
    }

    @Test
    void bytesAreBigEndian() throws IOException {
        Tensor shorts = IdxFile.read(file(0, 0, 0x0b, 1, 0, 0, 0, 2, 1, 2, 0xff, 0xfe));
        assertArrayEquals(new long[] {0x102, -2}, shorts.toLongs());
        Tensor bytes = IdxFile.read(file(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 7, 0, 0xff));
        assertEquals("UINT8[1, 3]", bytes.type().toString());
        assertArrayEquals(new long[] {7, 0, 255}, bytes.toLongs());
        Tensor floats = IdxFile.read(file(0, 0, 0x0d, 1, 0, 0, 0, 1, 0xc0, 0x20, 0, 0));
        assertArrayEquals(new float[] {-2.5f}, floats.toFloats());
    }

    @Test
    void gzipIsRecognised() throws IOException {
        Path plain = file(0, 0, 8, 1, 0, 0, 0, 2, 5, 6);
        Path packed = folder.resolve("packed.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(plain));
        }
        assertArrayEquals(new long[] {5, 6}, IdxFile.read(packed).toLongs());
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4));
        Path file = folder.resolve("short");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            DataException e = assertThrows(DataException.class, () -> IdxFile.read(file));
            assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
        }
    }

    @Test
    void whatIsNoIdxFileIsRefused() throws IOException {
        assertMessage("goes on after", file(0, 0, 8, 1, 0, 0, 0, 1, 5, 6));
        assertMessage("no IDX file", file(0, 0, 0x0a, 1, 0, 0, 0, 1, 5));
        assertMessage("no IDX file", file(0x89, 'P', 'N', 'G', 13, 10, 26, 10));
        assertMessage("more elements", file(0, 0, 0x0e, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1));
        assertMessage("ends before", file(0, 0, 0x0e, 2, 0, 1, 0, 0, 0, 0, 1, 0));
        assertMessage("does not exist", folder.resolve("missing"));
    }

    private static void assertMessage(String part, Path file) {
        DataException e = assertThrows(DataException.class, () -> IdxFile.read(file));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
