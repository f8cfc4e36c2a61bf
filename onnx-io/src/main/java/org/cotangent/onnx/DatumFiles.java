package org.cotangent.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.onnx.wire.Field;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.MapSequence;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/** Files that hold one {@code TensorProto}, {@code SequenceProto}, {@code MapProto} or {@code OptionalProto}. */
public final class DatumFiles {
    private static final int NAME = 1;
    private static final int KIND = 2;
    private static final int TENSORS = 3;
    private static final int SEQUENCE = 5;
    private static final int MAPS = 6;
    private static final int KIND_OF_TENSORS = 1;
    private static final int KIND_OF_SEQUENCES = 3;
    private static final int KIND_OF_MAPS = 4;

    private DatumFiles() {}

    /**
     * Reads a value. The message does not say what it is: {@code type} does.
     *
     * @throws ModelException if the file is missing, damaged, or holds something else
     */
    public static Datum read(Path file, ValueType type) {
        return read(MappedFile.open(file), type);
    }

    private static Datum read(MappedFile file, ValueType type) {
        return switch (type) {
            case TensorType tensor -> TensorFiles.read(file);
            case UnknownType unknown -> TensorFiles.read(file);
            case SequenceType sequence when sequence.element() instanceof MapType maps -> mapSequence(file, maps);
            case SequenceType sequence -> sequence(file, sequence);
            case MapType map -> MapFiles.read(file, map);
            case OptionalType(ValueType element) -> optional(file, element);
        };
    }

    private static TensorSequence sequence(MappedFile file, SequenceType type) {
        List<Tensor> tensors = new ArrayList<>();
        for (Field field : file.fields()) {
            switch (field.number()) {
                case NAME, KIND -> {}
                case TENSORS -> tensors.add(TensorFiles.read(file.part(field)));
                default -> throw file.broken("field " + field.number() + ": only sequences of tensors can be read");
            }
        }
        if (!tensors.isEmpty()) {
            return TensorSequence.of(tensors.getFirst().dtype(), tensors);
        }
        return TensorSequence.empty(type.element() instanceof TensorType element ? element.dtype() : DType.FLOAT);
    }

    private static MapSequence mapSequence(MappedFile file, MapType element) {
        List<TensorMap> maps = new ArrayList<>();
        for (Field field : file.fields()) {
            switch (field.number()) {
                case NAME, KIND -> {}
                case MAPS -> maps.add(MapFiles.read(file.part(field), element));
                default -> throw file.broken("field " + field.number() + " in a sequence of maps");
            }
        }
        return new MapSequence(element, maps);
    }

    private static OptionalDatum optional(MappedFile file, ValueType element) {
        OptionalDatum found = OptionalDatum.empty(element);
        for (Field field : file.fields()) {
            switch (field.number()) {
                case NAME, KIND -> {}
                case TENSORS, SEQUENCE -> found = OptionalDatum.of(read(file.part(field), element));
                default ->
                    throw file.broken("field " + field.number() + ": only optional tensors and sequences can be read");
            }
        }
        return found;
    }

    /**
     * Writes a value under {@code name} to {@code file}, replacing it if it is there.
     *
     * @throws ModelException if the file cannot be written
     */
    public static void write(Path file, String name, Datum datum) {
        MemorySegment bytes = MemorySegment.ofArray(bytes(name, datum));
        AtomicFile.write(file, out -> AtomicFile.append(out, bytes));
    }

    private static byte[] bytes(String name, Datum datum) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            switch (datum) {
                case Tensor tensor -> TensorWriter.write(name, tensor).writeTo(out);
                case TensorSequence sequence -> {
                    out.writeString(NAME, name);
                    out.writeInt32(KIND, KIND_OF_TENSORS);
                    for (Tensor tensor : sequence) {
                        out.writeMessage(TENSORS, TensorWriter.write("", tensor));
                    }
                }
                case TensorMap map -> out.writeRawBytes(MapFiles.bytes(name, map));
                case MapSequence sequence -> {
                    out.writeString(NAME, name);
                    out.writeInt32(KIND, KIND_OF_MAPS);
                    for (TensorMap map : sequence.maps()) {
                        out.writeByteArray(MAPS, MapFiles.bytes("", map));
                    }
                }
                case OptionalDatum optional -> {
                    out.writeString(NAME, name);
                    Datum content = optional.content();
                    if (content != null) {
                        boolean tensor = content instanceof Tensor;
                        out.writeInt32(KIND, tensor ? KIND_OF_TENSORS : KIND_OF_SEQUENCES);
                        out.writeByteArray(tensor ? TENSORS : SEQUENCE, bytes("", content));
                    }
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
