package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorShapeProto;
import org.cotangent.onnx.proto.OnnxMl.TypeProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphCommandTest {
    private static final String HOSTILE = "</script></title><img src=q onerror=alert(1)>\"];";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static ValueInfoProto value(String name) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(1);
        tensor.setShape(TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(3)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A product with a weight, an operator of the given type, all names being hostile. */
    private Path model(String type) throws IOException {
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName(HOSTILE + "w")
                .setDataType(1)
                .addDims(3)
                .addDims(3);
        for (int i = 0; i < 9; i++) {
            weight.addFloatData(i);
        }
        GraphProto graph = GraphProto.newBuilder()
                .setName(HOSTILE)
                .addInput(value(HOSTILE + "x"))
                .addOutput(value(HOSTILE + "y"))
                .addInitializer(weight)
                .addNode(node("MatMul", HOSTILE + "h", HOSTILE + "x", HOSTILE + "w"))
                .addNode(node(type, HOSTILE + "y", HOSTILE + "h"))
                .build();
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private static NodeProto node(String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName("/" + HOSTILE + "/" + type)
                .setOpType(type)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output)
                .build();
    }

    private int run(Path model, String... options) {
        List<String> words = new ArrayList<>(List.of("graph", model.toString()));
        words.addAll(List.of(options));
        return Main.run(new PrintWriter(out), new PrintWriter(err), words.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "svg", "dot"})
    void aPictureIsWrittenAndTheSameAgain(String format) throws IOException {
        Path model = model("Relu");
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertEquals(0, run(model, "--format", format, "--out", first.toString()), err::toString);
        assertEquals(0, run(model, "--format", format, "--out", second.toString()), err::toString);
        assertTrue(out.toString().contains("first: 2 operators"), out::toString);
        String text = Files.readString(first);
        assertTrue(text.contains("MatMul") && text.contains("Relu"), text);
        if (!format.equals("dot")) {
            assertFalse(text.contains("<img"), text);
        }
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vjp", "jvp"})
    void aDerivativeIsDrawnWithTheModel(String derivative) throws IOException {
        Path svg = folder.resolve("picture.svg");
        String[] options = {"--format", "svg", "--derivative", derivative, "--wrt", HOSTILE + "w"};
        assertEquals(0, run(model("Relu"), concat(options, "--open-groups", "--out", svg.toString())), err::toString);
        String text = Files.readString(svg);
        assertTrue(text.contains("Relu"), text);
        assertTrue(text.contains("class=\"r o "), "operators of the derivative are marked");
        assertTrue(text.contains("class=\"o "), "those of the model are not");
        assertTrue(text.contains(">" + derivative + "."), "the derivative is an output");
    }

    private static String[] concat(String[] one, String... other) {
        String[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    @Test
    void operatorsThatCannotRunAreDrawn() throws IOException {
        Path svg = folder.resolve("picture.svg");
        assertEquals(
                0,
                run(model("Frobnicate"), "--format", "svg", "--open-groups", "--out", svg.toString()),
                err::toString);
        assertTrue(Files.readString(svg).contains(">Frobnicate<"));
        assertEquals(2, run(model("Frobnicate"), "--derivative", "vjp", "--out", svg.toString()));
        assertTrue(err.toString().contains("Frobnicate"), err::toString);
    }

    @Test
    void whatIsDifferentiatedNeedsADerivative() throws IOException {
        Path target = folder.resolve("picture.html");
        assertEquals(2, run(model("Relu"), "--wrt", "x", "--out", target.toString()));
        assertTrue(err.toString().contains("--derivative"), err::toString);
        assertFalse(Files.exists(target));
    }

    @Test
    void aFolderThatIsNotThereIsSaidSo() throws IOException {
        assertEquals(
                2, run(model("Relu"), "--out", folder.resolve("no/picture.html").toString()));
        assertTrue(err.toString().contains("cannot be written"), err::toString);
    }
}
