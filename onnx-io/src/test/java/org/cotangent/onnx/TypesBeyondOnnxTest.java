package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some operators take more element types than any version of ONNX gives them. */
class TypesBeyondOnnxTest {
    private static final OperatorRegistry OPERATORS = Cotangent.load().operators();

    @TempDir
    private Path folder;

    private ExportedModel write(GraphBuilder builder) {
        return Onnx.write(builder.build(), OPERATORS, folder.resolve("out.onnx"), ExportOptions.standard());
    }

    @Test
    void suchACallIsWrittenInOtherOperators() throws OrtException {
        GraphBuilder builder = new GraphBuilder("celu", OPERATORS);
        builder.output("y", builder.apply("Celu", builder.input("x", TensorType.of(DType.DOUBLE, 2))));
        ExportedModel written = write(builder);
        assertEquals(List.of(), written.warnings());
        Map<String, Tensor> outputs = OrtRunner.run(written.file(), Map.of("x", Tensor.vector(2.0, -1.0)));
        assertArrayEquals(
                new double[] {2, Math.expm1(-1)},
                Objects.requireNonNull(outputs.get("y")).toDoubles(),
                1e-6);
    }

    @Test
    void whereThereAreNoOthersItIsWarnedAbout() {
        GraphBuilder builder = new GraphBuilder("cache", OPERATORS);
        Value cache = builder.input("cache", TensorType.of(DType.INT2, 1, 1, 4, 2));
        Value update = builder.input("update", TensorType.of(DType.INT2, 1, 1, 1, 2));
        builder.output("y", builder.apply("TensorScatter", cache, update));
        ExportedModel written = write(builder);
        assertEquals(1, written.warnings().size());
        assertTrue(
                written.warnings().getFirst().contains("TensorScatter"),
                written.warnings().getFirst());
        assertTrue(Onnx.open(written.file(), OPERATORS).unsupported().isEmpty());
    }
}
