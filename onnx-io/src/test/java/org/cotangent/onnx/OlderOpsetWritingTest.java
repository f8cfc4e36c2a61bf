package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderOpsetWritingTest {
    private static final OperatorRegistry OPERATORS = Cotangent.load().operators();

    @TempDir
    private Path folder;

    private static GraphBuilder builder() {
        return new GraphBuilder("g", OPERATORS);
    }

    private ModelProto write(Graph graph, int opset) throws IOException {
        Path file = folder.resolve("out.onnx");
        Onnx.write(graph, OPERATORS, file, ExportOptions.standard().withOpset(opset));
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    @Test
    void anOlderOpsetGetsWhatANodeComputesInOperatorsThatItHas() throws IOException {
        GraphBuilder builder = builder();
        builder.output("y", builder.apply("Gelu", builder.input("x", TensorType.of(DType.FLOAT, 2))));
        ModelProto model = write(builder.build(), 13);
        assertEquals(13, model.getOpsetImport(0).getVersion());
        assertTrue(model.getGraph().getNodeList().stream().noneMatch(node -> node.getOpType().equals("Gelu")));
        assertTrue(model.getGraph().getNodeList().stream().anyMatch(node -> node.getOpType().equals("Erf")));
    }

    @Test
    void anOlderOpsetGetsTheFormThatAnOperatorHadInIt() throws IOException {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Value axes = builder.constant(Tensor.vector(1L));
        builder.output("y", builder.apply("ReduceMean", Attributes.of("keepdims", 0), x, axes));
        ModelProto model = write(builder.build(), 17);
        NodeProto node = model.getGraph().getNode(0);
        assertEquals(1, node.getInputCount());
        assertEquals(
                List.of(1L),
                node.getAttributeList().stream()
                        .filter(attribute -> attribute.getName().equals("axes"))
                        .findFirst()
                        .orElseThrow()
                        .getIntsList());
    }

    @Test
    void anOlderOpsetRefusesWhatItsFormCannotSay() {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 4));
        Value pads = builder.constant(Tensor.vector(1L, 1L));
        builder.output("y", builder.apply("Pad", Attributes.of("mode", "wrap"), x, pads));
        ModelException e = assertThrows(
                ModelException.class,
                () -> write(builder.build(), 18));
        assertTrue(String.valueOf(e.getMessage()).contains("it needs 19 for [Pad"), e.getMessage());
    }
}
