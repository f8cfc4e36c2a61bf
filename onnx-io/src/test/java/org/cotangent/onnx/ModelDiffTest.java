package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever differs is told, and what was patched differs in the elements of the tensors that were patched. */
class ModelDiffTest {
    @TempDir
    private Path folder = Path.of("");

    private static ModelProto.Builder model() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, "n", 3))
                .addOutput(Models.value("y", 1, "n", 3))
                .addNode(NodeProto.newBuilder()
                        .setName("add")
                        .setOpType("Add")
                        .addInput("x")
                        .addInput("w")
                        .addOutput("s"))
                .addNode(NodeProto.newBuilder()
                        .setName("act")
                        .setOpType("Relu")
                        .addInput("s")
                        .addOutput("y"))
                .addInitializer(TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(1)
                        .addDims(3)
                        .addAllFloatData(List.of(1f, 2f, 3f)));
        return Models.model(17, graph).setDocString("a model");
    }

    private ModelDiff diff(ModelProto before, ModelProto after) {
        return Onnx.diff(
                Models.write(folder.resolve("before.onnx"), before), Models.write(folder.resolve("after.onnx"), after));
    }

    static Stream<Consumer<ModelProto.Builder>> changes() {
        return Stream.of(
                model -> model.setDocString("another"),
                ModelProto.Builder::clearDocString,
                model -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey("k").setValue("v")),
                model -> model.getOpsetImportBuilder(0).setVersion(18),
                model -> model.getGraphBuilder().getNodeBuilder(1).setOpType("Tanh"),
                model -> model.getGraphBuilder().getNodeBuilder(1).setName("renamed"),
                model -> model.getGraphBuilder().getNodeBuilder(1).setDocString(""),
                model -> model.getGraphBuilder()
                        .getInitializerBuilder(0)
                        .clearDims()
                        .addDims(1)
                        .addDims(3),
                model -> model.getGraphBuilder().getInitializerBuilder(0).setDocString("weights"),
                model -> model.getGraphBuilder()
                        .addInitializer(TensorProto.newBuilder().setName("v").setDataType(1)),
                model -> model.setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                4000,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build()),
                model -> {
                    NodeProto first = model.getGraph().getNode(0);
                    model.getGraphBuilder().removeNode(0).addNode(first);
                });
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyOtherChangeIsTold(Consumer<ModelProto.Builder> change) {
        ModelProto.Builder changed = model();
        change.accept(changed);
        ModelDiff diff = diff(model().build(), changed.build());
        assertFalse(diff.isInWeightsAlone());
        assertFalse(diff.identical());
    }

    @Test
    void equalFilesAreIdentical() {
        assertEquals(new ModelDiff(true, List.of(), List.of()), diff(model().build(), model().build()));
    }

    @Test
    void elementsAreCounted() {
        ModelProto.Builder changed = model();
        changed.getGraphBuilder().getInitializerBuilder(0).setFloatData(1, 2.5f);
        ModelDiff diff = diff(model().build(), changed.build());
        assertTrue(diff.isInWeightsAlone());
        assertEquals(1, diff.tensors().getFirst().changed());
        assertEquals(0.5, diff.tensors().getFirst().largest());
    }

    @Test
    void patchedOfficialModelsDifferInWeightsAlone() throws IOException {
        List<Path> models = SharedData.files("model.onnx");
        int patched = 0;
        for (Path model : models) {
            ModelFile file = ModelFile.open(model, Limits.standard());
            Map<String, Tensor> values = new LinkedHashMap<>();
            for (TensorProto proto : file.proto().getGraph().getInitializerList()) {
                Tensor old = file.tensors().read(proto);
                if (old.dtype() == DType.FLOAT && old.elements() > 0) {
                    Tensor other = old.copy();
                    other.setDouble(0, old.getDouble(0) == 1 ? 2 : 1);
                    values.put(proto.getName(), other);
                }
            }
            if (values.isEmpty()) {
                continue;
            }
            Path out = folder.resolve("patched.onnx");
            Onnx.patch(model, values, out);
            ModelDiff diff = Onnx.diff(model, out);
            assertEquals(List.of(), diff.others(), model::toString);
            assertEquals(values.size(), diff.tensors().size(), model::toString);
            assertEquals(Files.size(model), Files.size(out), model::toString);
            patched++;
        }
        assertTrue(patched > 0);
    }
}
