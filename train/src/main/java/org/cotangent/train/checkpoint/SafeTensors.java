package org.cotangent.train.checkpoint;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;

/**
 * What a file in the safetensors format holds: tensors by name, and notes.
 *
 * <p>A file is the length of the header (8 bytes, little-endian), the header (JSON: for each tensor its element type,
 * shape and place; the notes under {@code __metadata__}), and the elements, which follow one another without gaps.
 *
 * @param tensors of a file that was read: read-only views of it
 * @param metadata the notes
 */
public record SafeTensors(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public SafeTensors {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** {@return these tensors without notes} */
    public static SafeTensors of(Map<String, Tensor> tensors) {
        return new SafeTensors(new LinkedHashMap<>(tensors), Map.of());
    }

    /**
     * {@return what a file holds, the tensors in the order in which they lie there}
     *
     * <p>Larger files are mapped, not copied: do not change a file while its tensors are in use.
     *
     * @throws ModelException if it is not a safetensors file in every respect: the header's length and JSON, names that
     *     occur once, known element types, shapes that fit the bytes, and no byte that belongs to no tensor or to two
     */
    public static SafeTensors read(Path path) {
        MappedFile file = MappedFile.open(path);
        long size = file.bytes().byteSize();
        if (size < 8) {
            throw file.broken("the file ends within the length of the header");
        }
        long length = file.bytes().get(LENGTH, 0);
        if (length < 2 || length > SafeTensorsHeader.LONGEST || length > size - 8) {
            throw file.broken("a header of " + Long.toUnsignedString(length) + " bytes cannot be in a file of " + size
                    + " bytes, or is longer than " + SafeTensorsHeader.LONGEST);
        }
        long start = 8 + length;
        SafeTensorsHeader header = new HeaderReader(file, file.bytes().asSlice(8, length)).read(size - start);
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        header.spans().forEach((name, span) -> {
            MemorySegment bytes = file.bytes().asSlice(start + span.begin(), span.end() - span.begin());
            tensors.put(name, Tensor.wrap(span.code().dtype(), span.sizes(), bytes));
        });
        return new SafeTensors(tensors, header.metadata());
    }

    /**
     * Creates or replaces a file: it appears whole or not at all.
     *
     * @throws ModelException if that fails (then a file that was there is as it was), or if a tensor has a type that
     *     the format does not know: strings, integers within a byte, complex128
     */
    public void write(Path file) {
        SafeTensorsHeader header = SafeTensorsHeader.of(this);
        AtomicFile.write(file, out -> writeTo(out, header));
    }

    /** Writes the content of a file. */
    void writeTo(WritableByteChannel out) throws IOException {
        writeTo(out, SafeTensorsHeader.of(this));
    }

    private void writeTo(WritableByteChannel out, SafeTensorsHeader header) throws IOException {
        byte[] json = header.toBytes();
        MemorySegment length = MemorySegment.ofArray(new byte[8]);
        length.set(LENGTH, 0, json.length);
        AtomicFile.append(out, length);
        AtomicFile.append(out, MemorySegment.ofArray(json));
        for (String name : header.spans().keySet()) {
            Tensor tensor = tensors.get(name);
            if (tensor != null && tensor.elements() > 0) {
                AtomicFile.append(out, tensor.segment().asSlice(0, tensor.byteSize()));
            }
        }
    }
}
