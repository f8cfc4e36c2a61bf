package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators of the domain {@code ai.onnx.ml} in files. */
class MlDomainTest {
    private static final String DOMAIN = "ai.onnx.ml";
    private static final Cotangent COTANGENT = Cotangent.load();

    @TempDir
    private Path folder;

    private Tensor oldestLabelEncoder(Tensor x) {
        NodeProto.Builder node = Models.node("LabelEncoder", "x", "y").setDomain(DOMAIN);
        node.addAttribute(AttributeProto.newBuilder()
                .setName("classes_strings")
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(Stream.of("a", "b").map(ByteString::copyFromUtf8).toList()));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addNode(node)
                .addInput(Models.value("x", x.dtype().code(), 3))
                .addOutput(Models.value("y", (x.dtype() == DType.STRING ? DType.INT64 : DType.STRING).code(), 3));
        ModelProto model = Models.model(13, graph)
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1))
                .build();
        ImportedModel read = Onnx.open(Models.write(folder.resolve("old.onnx"), model), COTANGENT.operators());
        assertEquals(List.of(), read.unsupported());
        return Objects.requireNonNull(COTANGENT
                .plan(read.graph(), Map.of())
                .newSession()
                .run(Map.of("x", x))
                .get("y"));
    }

    @Test
    void theOldestLabelEncoderGoesBothWays() {
        assertArrayEquals(
                new long[] {1, -1, 0},
                oldestLabelEncoder(Tensor.of(new String[] {"b", "c", "a"}, 3)).toLongs());
        assertArrayEquals(
                new String[] {"b", "_Unused", "a"},
                oldestLabelEncoder(Tensor.vector(1L, 2, 0)).strings());
    }

    private static Attribute floats(Float... values) {
        return new Attribute.OfFloats(List.of(values));
    }

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(
                        "LinearRegressor",
                        Attributes.none().with("coefficients", floats(1f, 2f)).with("intercepts", floats(0.5f))),
                Arguments.of("Normalizer", Attributes.of("norm", "L2")),
                Arguments.of("Binarizer", Attributes.none()),
                Arguments.of(
                        "Scaler",
                        Attributes.none().with("offset", floats(1f, 2f)).with("scale", floats(2f, 0.5f))),
                Arguments.of(
                        "SVMRegressor",
                        Attributes.none()
                                .with("kernel_params", floats(0f, 0f, 0f))
                                .with("coefficients", floats(1f, -1f))
                                .with("rho", floats(0.25f))),
                Arguments.of(
                        "SVMRegressor",
                        Attributes.of("n_supports", 2)
                                .with("kernel_type", "RBF")
                                .with("kernel_params", floats(0.5f, 0f, 0f))
                                .with("coefficients", floats(1f, -1f))
                                .with("support_vectors", floats(1f, 2f, -1f, 0f))
                                .with("rho", floats(0.25f))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void whatIsWrittenRunsElsewhere(String type, Attributes attributes) throws OrtException {
        Tensor x = Tensor.of(new float[] {1, 2, -3, 0.5f}, 2, 2);
        GraphBuilder builder = new GraphBuilder("graph", COTANGENT.operators());
        Value input = builder.input("x", x.type());
        builder.output(
                "y",
                builder.emit(COTANGENT.operators().get(DOMAIN, type), attributes, List.of(input), 1)
                        .getFirst());
        Path file = folder.resolve("model.onnx");
        Onnx.write(builder.build(), COTANGENT.operators(), file, ExportOptions.standard());
        float[] expected = Objects.requireNonNull(
                        OrtRunner.run(file, Map.of("x", x)).get("y"))
                .toFloats();
        Tensor found = COTANGENT
                .plan(builder.build(), Map.of())
                .newSession()
                .run(Map.of("x", x))
                .get("y");
        assertArrayEquals(expected, Objects.requireNonNull(found).toFloats(), 1e-5f);
    }
}
