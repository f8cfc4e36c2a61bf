package org.cotangent.onnx.wire;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.ModelException;

/**
 * A whole file as read-only native memory. Small files are read, larger ones are mapped; either way the memory lives as
 * long as somebody holds a slice of it.
 *
 * @param path where the file lies, for messages
 * @param bytes its content
 */
public record MappedFile(Path path, MemorySegment bytes) {
    private static final long SMALL = 1 << 20;
    private static final long ALIGNMENT = 64;

    /**
     * Opens {@code path}.
     *
     * @throws ModelException if it cannot be read
     */
    public static MappedFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment bytes = size > SMALL
                    ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto())
                    : read(channel, size);
            return new MappedFile(path, bytes);
        } catch (NoSuchFileException e) {
            throw new ModelException(path + ": the file does not exist", e);
        } catch (IOException e) {
            throw new ModelException(path + ": the file cannot be read (" + e + ")", e);
        }
    }

    private static MemorySegment read(FileChannel channel, long size) throws IOException {
        MemorySegment bytes = Arena.ofAuto().allocate(size, ALIGNMENT);
        ByteBuffer buffer = bytes.asByteBuffer();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("it became shorter while being read");
            }
        }
        return bytes.asReadOnly();
    }

    /** {@return the fields of the message that the file holds, in its order} */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        FieldCursor cursor = new FieldCursor(this, new Field(0, 0, 0, bytes.byteSize()));
        while (cursor.next()) {
            fields.add(cursor.field());
        }
        return fields;
    }

    /** {@return the value of a field, a message, as if it were a file} */
    public MappedFile part(Field field) {
        return new MappedFile(path, bytes.asSlice(field.body(), field.size()));
    }

    /** {@return an error about this file: what is wrong with it} */
    public ModelException broken(String what) {
        return new ModelException(path + ": " + what);
    }
}
