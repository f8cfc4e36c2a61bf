package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cotangent.onnx.TensorFiles;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorShapeProto;
import org.cotangent.onnx.proto.OnnxMl.TypeProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad files and inputs: exit status 2, one clear message, no stack trace, nothing written. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Path outputs;
    private Path inputs;

    @BeforeEach
    void folders() throws IOException {
        inputs = Files.createDirectory(folder.resolve("in"));
        outputs = folder.resolve("out");
        TensorFiles.write(inputs.resolve("x.pb"), "x", Tensor.vector(1f, -2f, 3f));
    }

    /** Runs the model and expects a refusal whose message holds these words. */
    private void refused(Path model, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                "run",
                model.toString(),
                "--inputs",
                inputs.toString(),
                "--outputs",
                outputs.toString());
        String message = err.toString();
        assertEquals(2, status, message);
        assertTrue(message.startsWith("error: "), message);
        assertFalse(message.contains("\tat "), message);
        for (String word : words) {
            assertTrue(message.contains(word), "'" + word + "' is not in: " + message);
        }
        assertFalse(Files.exists(outputs), "something was written");
    }

    private static ValueInfoProto value(String name, long size) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(1);
        tensor.setShape(TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static NodeProto node(String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output)
                .build();
    }

    private static GraphProto.Builder graph(NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName("g")
                .addInput(value("x", 3))
                .addOutput(value("y", 3))
                .addAllNode(Arrays.asList(nodes));
    }

    private Path model(GraphProto.Builder graph) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    @Test
    void aGoodModelRuns() throws IOException {
        Path model = model(graph(node("Relu", "y", "x")));
        int status = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                "run",
                model.toString(),
                "--inputs",
                inputs.toString(),
                "--outputs",
                outputs.toString());
        assertEquals(0, status);
        assertEquals(3, TensorFiles.read(outputs.resolve("y.pb")).getDouble(2));
    }

    @Test
    void truncatedFile() throws IOException {
        byte[] bytes = Files.readAllBytes(model(graph(node("Relu", "y", "x"))));
        refused(Files.write(folder.resolve("short.onnx"), Arrays.copyOf(bytes, bytes.length - 7)), "short.onnx");
    }

    @Test
    void noProtobuf() throws IOException {
        Path file = folder.resolve("text.onnx");
        refused(Files.writeString(file, "once upon a time", StandardCharsets.UTF_8), "text.onnx");
    }

    @Test
    void noFile() {
        refused(folder.resolve("nothing.onnx"), "nothing.onnx", "does not exist");
    }

    @Test
    void unknownOperatorsAreAllNamed() throws IOException {
        refused(
                model(graph(node("Frobnicate", "h", "x"), node("Defenestrate", "y", "h"))),
                "Frobnicate",
                "Defenestrate");
    }

    @Test
    void cycle() throws IOException {
        refused(model(graph(node("Add", "h", "x", "y"), node("Relu", "y", "h"))), "circle");
    }

    @Test
    void missingExternalData() throws IOException {
        TensorProto tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(3)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"))
                .build();
        refused(model(graph(node("Add", "y", "x", "w")).addInitializer(tensor)), "weights.bin");
    }

    @Test
    void wrongInputShape() throws IOException {
        TensorFiles.write(inputs.resolve("x.pb"), "x", Tensor.vector(1f, 2f));
        refused(model(graph(node("Relu", "y", "x"))), "'x'", "[3]", "[2]");
    }

    @Test
    void wrongInputType() throws IOException {
        TensorFiles.write(inputs.resolve("x.pb"), "x", Tensor.vector(1L, 2L, 3L));
        refused(model(graph(node("Relu", "y", "x"))), "'x'", "FLOAT", "INT64");
    }

    @Test
    void missingInputFile() throws IOException {
        Files.delete(inputs.resolve("x.pb"));
        refused(model(graph(node("Relu", "y", "x"))), "x.pb");
    }
}
