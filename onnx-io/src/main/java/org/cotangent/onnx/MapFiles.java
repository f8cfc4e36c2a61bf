package org.cotangent.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.onnx.wire.Field;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;

/** Messages {@code MapProto}: integers or strings as keys, and as many tensors of one element. */
final class MapFiles {
    private static final int NAME = 1;
    private static final int KEY_TYPE = 2;
    private static final int KEYS = 3;
    private static final int STRING_KEYS = 4;
    private static final int VALUES = 5;
    private static final int KIND = 2;
    private static final int TENSORS = 3;
    private static final int KIND_OF_TENSORS = 1;

    private MapFiles() {}

    static TensorMap read(MappedFile file, MapType type) {
        List<Long> integers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        List<Tensor> values = new ArrayList<>();
        for (Field field : file.fields()) {
            switch (field.number()) {
                case NAME, KEY_TYPE -> {}
                case KEYS -> integers(file, field, integers);
                case STRING_KEYS -> strings.add(new String(bytes(file, field), StandardCharsets.UTF_8));
                case VALUES -> values(file.part(field), values);
                default -> throw file.broken("field " + field.number() + " in a map");
            }
        }
        Tensor keys = type.key() == DType.STRING
                ? Tensor.of(strings.toArray(String[]::new), strings.size())
                : Tensor.vector(integers.stream().mapToLong(Long::longValue).toArray())
                        .converted(type.key());
        try {
            return TensorMap.of(keys, type.value(), values);
        } catch (CotangentException e) {
            throw file.broken("no such map (" + e.getMessage() + ")");
        }
    }

    private static byte[] bytes(MappedFile file, Field field) {
        return file.bytes().asSlice(field.body(), field.size()).toArray(ValueLayout.JAVA_BYTE);
    }

    /** One integer, or several that are packed. */
    private static void integers(MappedFile file, Field field, List<Long> integers) {
        CodedInputStream in = CodedInputStream.newInstance(bytes(file, field));
        try {
            while (!in.isAtEnd()) {
                integers.add(in.readInt64());
            }
        } catch (IOException e) {
            throw file.broken("keys that are no integers (" + e.getMessage() + ")");
        }
    }

    private static void values(MappedFile sequence, List<Tensor> values) {
        for (Field field : sequence.fields()) {
            if (field.number() == TENSORS) {
                values.add(TensorFiles.read(sequence.part(field)));
            }
        }
    }

    static byte[] bytes(String name, TensorMap map) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        CodedOutputStream sequence = CodedOutputStream.newInstance(values);
        out.writeString(NAME, name);
        sequence.writeInt32(KIND, KIND_OF_TENSORS);
        out.writeInt32(KEY_TYPE, map.keys().dtype().code());
        for (int i = 0; i < map.size(); i++) {
            switch (map.key(i)) {
                case String key -> out.writeString(STRING_KEYS, key);
                case Object key -> out.writeInt64(KEYS, (Long) key);
            }
            sequence.writeMessage(TENSORS, TensorWriter.write("", map.value(i)));
        }
        sequence.flush();
        out.writeByteArray(VALUES, values.toByteArray());
        out.flush();
        return bytes.toByteArray();
    }
}
