package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void officialModelsAreWrittenAsTheyWereRead() throws IOException {
        List<Path> models = SharedData.files("model.onnx");
        assertFalse(models.isEmpty());
        for (Path model : models) {
            byte[] bytes = Files.readAllBytes(model);
            assertArrayEquals(bytes, ModelProto.parseFrom(bytes).toByteArray(), model.toString());
        }
    }
}
