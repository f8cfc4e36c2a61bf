package org.cotangent.train.progress;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.cotangent.spi.ModelException;

/** A file of records (TFRecord): for each its length, a checksum of that, its bytes, and a checksum of them. */
final class RecordWriter implements AutoCloseable {
    private static final int MASK = 0xa282ead8;

    private final Path file;
    private final OutputStream out;

    /** Creates a file, which must not be there. */
    RecordWriter(Path file) {
        this.file = file;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void write(byte[] record) {
        ByteBuffer length = littleEndian(8).putLong(0, record.length);
        try {
            out.write(length.array());
            out.write(checksum(length.array()));
            out.write(record);
            out.write(checksum(record));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private ModelException broken(IOException e) {
        return new ModelException(file + ": the file cannot be written (" + e + ")", e);
    }

    /** CRC-32C, rotated and shifted, so that a checksum of data that hold checksums stays one. */
    private static byte[] checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
        return littleEndian(4).putInt(0, masked).array();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
