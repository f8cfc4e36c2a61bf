package org.cotangent.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.TypeProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.ModelException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** Small models for tests. */
final class Models {
    private Models() {}

    static ModelProto.Builder model(int opset, GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(graph.setName("graph"));
    }

    static Path write(Path file, ModelProto model) {
        try {
            return Files.write(file, model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ValueInfoProto value(String name, int elementType, Object... sizes) {
        TypeProto.Builder type = TypeProto.newBuilder();
        type.getTensorTypeBuilder().setElemType(elementType).getShapeBuilder();
        for (Object size : sizes) {
            switch (size) {
                case String symbol ->
                    type.getTensorTypeBuilder()
                            .getShapeBuilder()
                            .addDimBuilder()
                            .setDimParam(symbol);
                case Integer number ->
                    type.getTensorTypeBuilder()
                            .getShapeBuilder()
                            .addDimBuilder()
                            .setDimValue(number);
                default -> throw new IllegalArgumentException(size.toString());
            }
        }
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }

    static NodeProto.Builder node(String type, String inputs, String outputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).setName("the " + type);
        node.addAllInput(names(inputs)).addAllOutput(names(outputs));
        return node;
    }

    /** Names between commas; a lone minus sign is an absent one. */
    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .filter(name -> !name.isEmpty())
                .map(name -> name.equals("-") ? "" : name)
                .toList();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto graph(String name, GraphProto.Builder body) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
    }

    /** A tensor without data. */
    static TensorProto.Builder tensor(String name, int elementType, long... sizes) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(elementType);
        for (long size : sizes) {
            tensor.addDims(size);
        }
        return tensor;
    }

    static TensorProto.Builder external(TensorProto.Builder tensor, String location, String... entries) {
        tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL).addExternalData(entry("location", location));
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(entry(entries[i], entries[i + 1]));
        }
        return tensor;
    }

    /** The message of the {@link ModelException} that {@code work} must end with. */
    static String refusal(Executable work) {
        return String.valueOf(
                Assertions.assertThrows(ModelException.class, work).getMessage());
    }

    static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
