package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPatchTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path out;

    @BeforeEach
    void paths() {
        model = folder.resolve("model.onnx");
        out = folder.resolve("tuned.onnx");
    }

    private static byte[] floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static TensorProto.Builder ones(String name, int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1);
        return Models.tensor(name, 1, count).setRawData(ByteString.copyFrom(floats(values)));
    }

    private static TensorProto initializer(Path file, int i) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getInitializer(i);
    }

    @Test
    void onlyTheRawDataOfTheNamedInitializersChange() throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInitializer(ones("small", 3))
                .addInitializer(ones("large", 1000))
                .addInitializer(ones("other", 1000));
        Models.write(model, Models.model(18, graph).setProducerName("test").build());
        Tensor large = Tensor.full(DType.FLOAT, 2, 1000);
        Onnx.patch(model, Map.of("small", Tensor.vector(4f, 5f, 6f), "large", large), out);
        byte[] before = Files.readAllBytes(model);
        byte[] after = Files.readAllBytes(out);
        assertEquals(before.length, after.length);
        ModelProto.Builder expected = ModelProto.parseFrom(before).toBuilder();
        float[] twos = new float[1000];
        Arrays.fill(twos, 2);
        expected.getGraphBuilder().getInitializerBuilder(0).setRawData(ByteString.copyFrom(floats(4, 5, 6)));
        expected.getGraphBuilder().getInitializerBuilder(1).setRawData(ByteString.copyFrom(floats(twos)));
        assertArrayEquals(expected.build().toByteArray(), after);
    }

    @Test
    void aModelMayReplaceItself() throws IOException {
        Models.write(
                model,
                Models.model(18, GraphProto.newBuilder().addInitializer(ones("w", 2)))
                        .build());
        Onnx.patch(model, Map.of("w", Tensor.vector(7f, 8f)), model);
        assertArrayEquals(floats(7, 8), initializer(model, 0).getRawData().toByteArray());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(model), files.toList());
        }
    }

    @Test
    void typedFieldsKeepTheirEncodingEvenIfTheirLengthChanges() throws IOException {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInitializer(
                        Models.tensor("f", 1, 2).addFloatData(1).addFloatData(2).setDocString("keep"))
                .addInitializer(Models.tensor("h", 10, 3)
                        .addInt32Data(1)
                        .addInt32Data(2)
                        .addInt32Data(3))
                .addInitializer(ones("other", 100));
        Models.write(model, Models.model(18, graph).build());
        Tensor halves = Tensor.of(DType.FLOAT16, new double[] {1, -2, 3}, 3);
        Onnx.patch(model, Map.of("f", Tensor.vector(3f, 4f), "h", halves), out);
        ModelProto.Builder expected = ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder();
        expected.getGraphBuilder().getInitializerBuilder(0).setFloatData(0, 3).setFloatData(1, 4);
        expected.getGraphBuilder()
                .getInitializerBuilder(1)
                .setInt32Data(0, 0x3c00)
                .setInt32Data(1, 0xc000)
                .setInt32Data(2, 0x4200);
        assertArrayEquals(expected.build().toByteArray(), Files.readAllBytes(out));
    }

    @Test
    void externalDataGoToANewFileBesideTheNewModel() throws IOException {
        byte[] data = floats(1, 2, 3, 4, 5, 6);
        Files.write(folder.resolve("weights.bin"), data);
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInitializer(Models.external(
                        Models.tensor("a", 1, 2), "weights.bin", "offset", "4", "length", "8", "checksum", "old"))
                .addInitializer(Models.external(Models.tensor("b", 1, 2), "weights.bin", "offset", "16"));
        Models.write(model, Models.model(18, graph).build());
        Onnx.patch(model, Map.of("a", Tensor.vector(20f, 30f)), out);
        assertArrayEquals(data, Files.readAllBytes(folder.resolve("weights.bin")));
        assertArrayEquals(floats(1, 20, 30, 4, 5, 6), Files.readAllBytes(folder.resolve("tuned.onnx.data")));
        TensorProto a = initializer(out, 0);
        assertEquals("tuned.onnx.data", a.getExternalData(0).getValue());
        assertEquals(40, a.getExternalData(3).getValue().length());
        assertEquals("tuned.onnx.data", initializer(out, 1).getExternalData(0).getValue());
        assertEquals("weights.bin", initializer(model, 0).getExternalData(0).getValue());
    }

    @Test
    void constantNodesAreInitializersToo() throws IOException {
        AttributeProto.Builder value = AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(ones("", 2));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addNode(Models.node("ConstantOfShape", "s", "z").addAttribute(value))
                .addNode(Models.node("Constant", "", "c").addAttribute(value));
        Models.write(model, Models.model(18, graph).build());
        Onnx.patch(model, Map.of("c", Tensor.vector(3f, 4f)), out);
        ModelProto.Builder expected = ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder();
        expected.getGraphBuilder()
                .getNodeBuilder(1)
                .getAttributeBuilder(0)
                .getTBuilder()
                .setRawData(ByteString.copyFrom(floats(3, 4)));
        assertArrayEquals(expected.build().toByteArray(), Files.readAllBytes(out));
    }

    @Test
    void allMisfitsAreToldAtOnceAndNothingIsWritten() throws IOException {
        Models.write(
                model,
                Models.model(18, GraphProto.newBuilder().addInitializer(ones("w", 2)))
                        .build());
        Map<String, Tensor> values = Map.of("w", Tensor.vector(1f, 2f, 3f), "nowhere", Tensor.scalar(1f));
        String message = Models.refusal(() -> Onnx.patch(model, values, out));
        assertTrue(message.contains("'w'") && message.contains("'nowhere'"), message);
        assertFalse(Files.exists(out));
    }

    @Test
    void patchingOfficialModelsWithTheirOwnWeightsChangesNothing() throws IOException {
        int patched = 0;
        for (Path file : SharedData.files("model.onnx")) {
            ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
            if (proto.getGraph().getInitializerCount() > 0) {
                ModelFile opened = ModelFile.open(file, Limits.standard());
                Map<String, Tensor> own = new HashMap<>();
                for (TensorProto initializer : opened.proto().getGraph().getInitializerList()) {
                    own.put(initializer.getName(), opened.tensors().read(initializer));
                }
                Onnx.patch(file, own, out);
                assertEquals(-1, Files.mismatch(file, out), file.toString());
                patched++;
            }
        }
        assertTrue(patched > 0);
    }
}
