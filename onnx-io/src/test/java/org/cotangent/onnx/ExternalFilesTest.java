package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalFilesTest {
    @TempDir
    private Path folder;

    private Path inside;

    @BeforeEach
    void files() throws IOException {
        inside = Files.createDirectory(folder.resolve("model"));
        Files.write(inside.resolve("data"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        Files.write(folder.resolve("secret"), new byte[8]);
        Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
        Files.createDirectory(inside.resolve("sub"));
        Files.write(inside.resolve("sub/data"), new byte[] {9, 9, 9, 9});
    }

    private Tensor read(String location, String... entries) throws IOException {
        TensorProto proto =
                Models.external(Models.tensor("w", 3, 4), location, entries).build();
        return TensorFiles.read(Files.write(inside.resolve("w.pb"), proto.toByteArray()));
    }

    @Test
    void dataInTheFolderAreRead() throws IOException {
        assertArrayEquals(new long[] {1, 2, 3, 4}, read("data").toLongs());
        assertArrayEquals(
                new long[] {5, 6, 7, 8},
                read("data", "offset", "4", "length", "4").toLongs());
        assertArrayEquals(new long[] {9, 9, 9, 9}, read("sub/data").toLongs());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "sub/../../secret", "link", "/etc/hostname", "missing", "", "sub", "..\\secret"})
    void nothingElseIsRead(String location) {
        String message = Models.refusal(() -> read(location));
        assertTrue(message.startsWith(inside.resolve("w.pb").toString()), message);
    }

    @ParameterizedTest
    @CsvSource({"offset,5", "offset,-1", "offset,99", "length,5", "length,-4", "offset,x", "length,99999999999999999999"
    })
    void rangesMustLieInTheFileAndFitTheTensor(String key, String value) {
        String message = Models.refusal(() -> read("data", key, value));
        assertTrue(message.contains("'w'"), message);
    }
}
