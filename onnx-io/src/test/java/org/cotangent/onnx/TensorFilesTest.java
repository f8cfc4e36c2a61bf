package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFilesTest {
    @TempDir
    private Path folder;

    private static Tensor random(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        Random random = new Random(7);
        if (dtype == DType.STRING) {
            for (int i = 0; i < tensor.elements(); i++) {
                tensor.strings()[i] = "word " + random.nextInt() + " \u00e9\u4e2d";
            }
            return tensor;
        }
        for (long i = 0; i < tensor.byteSize(); i++) {
            byte any = (byte) (dtype == DType.BOOL ? random.nextInt(2) : random.nextInt(64));
            tensor.segment().set(ValueLayout.JAVA_BYTE, i, any);
        }
        return tensor;
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.type(), actual.type());
        if (expected.dtype() == DType.STRING) {
            assertArrayEquals(expected.strings(), actual.strings());
        } else {
            assertEquals(-1, TensorWriter.bytes(expected).mismatch(TensorWriter.bytes(actual)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(DType dtype) {
        for (long[] sizes : new long[][] {{}, {0}, {2, 3, 5}, {4, 0, 2}, {40, 40}}) {
            Tensor tensor = random(dtype, sizes);
            TensorFiles.write(folder.resolve("x.pb"), "x", tensor);
            assertSame(tensor, TensorFiles.read(folder.resolve("x.pb")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void typedFieldsHoldTheSameElements(DType dtype) throws IOException {
        Tensor tensor = random(dtype, 3, 4);
        TensorProto.Builder proto = TensorWriter.head("x", tensor);
        TypedField.of(dtype).write(tensor, proto);
        Path file = Files.write(folder.resolve("x.pb"), proto.build().toByteArray());
        assertSame(tensor, TensorFiles.read(file));
    }

    @Test
    void damagedFilesAreRefusedByName() throws IOException {
        Path file = folder.resolve("x.pb");
        TensorFiles.write(file, "x", random(DType.FLOAT, 500));
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {1, 5, 100, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            String message = Models.refusal(() -> TensorFiles.read(file));
            assertTrue(message.startsWith(file.toString()), message);
        }
    }

    @Test
    void randomBytesNeverEscapeAsAnotherError() throws IOException {
        Path file = folder.resolve("x.pb");
        TensorFiles.write(file, "x", random(DType.INT32, 6, 50));
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(i % 2 == 0 ? 16 : bad.length)] = (byte) random.nextInt();
            Files.write(file, bad);
            try {
                TensorFiles.read(file);
            } catch (ModelException e) {
                refused++;
            }
        }
        assertTrue(refused > 0);
    }

    @Test
    void sizesAreCheckedAgainstTheDataBeforeAnythingIsAllocated() throws IOException {
        Path file = folder.resolve("x.pb");
        long huge = 1L << 33;
        for (long[] sizes : new long[][] {{huge, huge}, {huge}, {-1}, {huge, huge, 0}, new long[99]}) {
            Files.write(
                    file, Models.tensor("w", 1, sizes).addFloatData(1).build().toByteArray());
            String message = Models.refusal(() -> TensorFiles.read(file));
            assertTrue(message.contains("'w'"), message);
        }
    }
}
