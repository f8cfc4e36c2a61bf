package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.onnx.wire.Edits;
import org.cotangent.onnx.wire.Field;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.onnx.wire.Skeleton;
import org.cotangent.onnx.wire.Skim;
import org.cotangent.onnx.wire.TensorSpan;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tensors of a model that is being written. The model's messages hold their numbers only; their bytes go from
 * memory to the file without passing through protobuf, so that weights are never copied.
 */
final class TensorStore implements TensorSink {
    /** What one protobuf message may have at most, with some room. */
    private static final long MAX_FILE = Integer.MAX_VALUE - (1 << 20);

    private static final long EXTERNAL_FROM = 1 << 10;
    private static final long ALIGNMENT = 1 << 12;
    private static final int PLACEHOLDER = 24;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final List<Tensor> tensors = new ArrayList<>();

    /** Stands before the numbers, so that no other data look like one. */
    private final UUID mark = UUID.randomUUID();

    /** The message for {@code tensor}; its raw data are, until the file is written, its number in this store. */
    @Override
    public TensorProto add(String name, Tensor tensor) {
        if (tensor.dtype() == DType.STRING || tensor.byteSize() == 0) {
            return TensorWriter.write(name, tensor);
        }
        MemorySegment number = MemorySegment.ofArray(new byte[PLACEHOLDER]);
        number.set(NUMBER, 0, mark.getMostSignificantBits());
        number.set(NUMBER, 8, mark.getLeastSignificantBits());
        number.set(NUMBER, 16, tensors.size());
        tensors.add(tensor);
        return TensorWriter.head(name, tensor)
                .setRawData(ByteString.copyFrom(number.toArray(ValueLayout.JAVA_BYTE)))
                .build();
    }

    /**
     * Writes {@code model} with the bytes of its tensors. If they are wanted outside, or one file cannot hold them,
     * those of initializers go into a file of their own.
     */
    void write(ModelProto model, Path file, boolean outside) {
        MappedFile skeletonFile = new MappedFile(file, MemorySegment.ofArray(model.toByteArray()));
        Skeleton skeleton = Skim.read(skeletonFile, ModelProto.getDescriptor(), Integer.MAX_VALUE);
        long size = skeletonFile.bytes().byteSize()
                + tensors.stream().mapToLong(Tensor::byteSize).sum();
        Edits edits = new Edits(skeletonFile);
        List<Tensor> external = new ArrayList<>();
        long offset = 0;
        for (TensorSpan span : skeleton.tensors()) {
            for (Field raw : span.fields(TensorProto.RAW_DATA_FIELD_NUMBER)) {
                Tensor tensor = tensorOf(skeletonFile.bytes().asSlice(raw.body(), raw.size()));
                if (tensor == null) {
                    continue;
                }
                if ((outside || size > MAX_FILE) && span.isInitializer() && tensor.byteSize() >= EXTERNAL_FROM) {
                    external.add(tensor);
                    edits.replace(span.frame(), raw.start(), raw.end(), reference(file, offset, tensor.byteSize()));
                    offset = aligned(offset + tensor.byteSize());
                } else {
                    edits.replace(span.frame(), raw, TensorWriter.bytes(tensor));
                }
            }
        }
        check(file, size - external.stream().mapToLong(Tensor::byteSize).sum());
        if (!external.isEmpty()) {
            AtomicFile.write(dataFile(file), out -> writeExternal(external, out));
        }
        AtomicFile.write(file, edits::writeTo);
    }

    private @Nullable Tensor tensorOf(MemorySegment raw) {
        boolean isNumber = raw.byteSize() == PLACEHOLDER
                && raw.get(NUMBER, 0) == mark.getMostSignificantBits()
                && raw.get(NUMBER, 8) == mark.getLeastSignificantBits();
        return isNumber ? tensors.get((int) raw.get(NUMBER, 16)) : null;
    }

    private static void check(Path file, long size) {
        if (size > MAX_FILE) {
            throw new ModelException(file + ": the model takes " + size + " bytes without its initializers;"
                    + " an ONNX file holds less than 2 GiB");
        }
    }

    private static Path dataFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".data");
    }

    private static long aligned(long offset) {
        return Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
    }

    private static void writeExternal(List<Tensor> tensors, FileChannel out) throws IOException {
        for (Tensor tensor : tensors) {
            AtomicFile.append(out, MemorySegment.ofArray(new byte[(int) (aligned(out.position()) - out.position())]));
            AtomicFile.append(out, TensorWriter.bytes(tensor));
        }
    }

    /** The fields that say where the data lie. */
    private static MemorySegment reference(Path file, long offset, long length) {
        TensorProto.Builder fields = TensorProto.newBuilder().setDataLocation(TensorProto.DataLocation.EXTERNAL);
        fields.addExternalData(entry("location", dataFile(file).getFileName().toString()));
        fields.addExternalData(entry("offset", Long.toString(offset)));
        fields.addExternalData(entry("length", Long.toString(length)));
        return MemorySegment.ofArray(fields.build().toByteArray());
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
