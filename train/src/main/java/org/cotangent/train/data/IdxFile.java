package org.cotangent.train.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * The format of MNIST's files: two zero bytes, the element type, the rank, the sizes, and the elements in row-major
 * order, everything big-endian. A file may be compressed by gzip.
 */
public final class IdxFile {
    private static final int GZIP = 0x1f8b;
    private static final int CHUNK = 1 << 20;

    private IdxFile() {}

    /**
     * {@return the tensor in a file: UINT8, INT8, INT16, INT32, FLOAT or DOUBLE}
     *
     * @throws DataException if it is no IDX file, or longer or shorter than its sizes say
     */
    public static Tensor read(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
                DataInputStream in = new DataInputStream(decompressed(raw))) {
            int magic = in.readInt();
            DType dtype = dtype(file, magic);
            long[] sizes = new long[magic & 0xff];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = Integer.toUnsignedLong(in.readInt());
            }
            return elements(file, in, dtype, sizes);
        } catch (EOFException e) {
            throw new DataException(file + ": the file ends before all elements that its header announces", e);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": the file does not exist", e);
        } catch (IOException e) {
            throw new DataException(file + ": the file cannot be read (" + e + ")", e);
        }
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        raw.mark(2);
        int first = raw.read() << 8 | raw.read();
        raw.reset();
        return first == GZIP ? new GZIPInputStream(raw, CHUNK) : raw;
    }

    private static DType dtype(Path file, int magic) {
        int code = magic >>> 8;
        return switch (code) {
            case 0x08 -> DType.UINT8;
            case 0x09 -> DType.INT8;
            case 0x0b -> DType.INT16;
            case 0x0c -> DType.INT32;
            case 0x0d -> DType.FLOAT;
            case 0x0e -> DType.DOUBLE;
            default ->
                throw new DataException(String.format("%s: this is no IDX file; it begins with %08x", file, magic));
        };
    }

    private static Tensor elements(Path file, DataInputStream in, DType dtype, long[] sizes) throws IOException {
        long bytes = dtype.bytes();
        try {
            for (long size : sizes) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new DataException(file + ": the header announces more elements than there can be", e);
        }
        if (bytes > CHUNK && bytes / 1100 > Files.size(file)) {
            throw new EOFException("gzip does not compress by more than a factor of about 1000");
        }
        Tensor tensor = Tensor.allocate(dtype, sizes);
        byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
        for (long at = 0; at < bytes; at += chunk.length) {
            int count = (int) Math.min(chunk.length, bytes - at);
            in.readFully(chunk, 0, count);
            MemorySegment.copy(MemorySegment.ofArray(chunk), 0, tensor.segment(), at, count);
        }
        if (in.read() >= 0) {
            throw new DataException(
                    file + ": the file goes on after the " + bytes + " bytes that its header announces");
        }
        swap(tensor);
        return tensor;
    }

    /** Writes a tensor of one of the types above; gzip is not used. */
    public static void write(Path file, Tensor tensor) {
        int code = switch (tensor.dtype()) {
            case UINT8 -> 0x08;
            case INT8 -> 0x09;
            case INT16 -> 0x0b;
            case INT32 -> 0x0c;
            case FLOAT -> 0x0d;
            case DOUBLE -> 0x0e;
            default -> throw new DataException(file + ": an IDX file cannot hold " + tensor.type());
        };
        Tensor swapped = tensor.copy();
        swap(swapped);
        byte[] bytes = new byte[Math.toIntExact(4 + 4L * tensor.rank() + tensor.byteSize())];
        MemorySegment out = MemorySegment.ofArray(bytes);
        ValueLayout.OfInt number = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        out.set(number, 0, code << 8 | tensor.rank());
        for (int axis = 0; axis < tensor.rank(); axis++) {
            out.set(number, 4 + 4L * axis, Math.toIntExact(tensor.size(axis)));
        }
        MemorySegment.copy(swapped.segment(), 0, out, 4 + 4L * tensor.rank(), tensor.byteSize());
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new DataException(file + ": the file cannot be written (" + e + ")", e);
        }
    }

    /** Turns elements between big-endian and the order of this machine. */
    private static void swap(Tensor tensor) {
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return;
        }
        MemorySegment data = tensor.segment();
        for (long i = 0; i < tensor.elements(); i++) {
            switch (tensor.dtype().bytes()) {
                case 2 -> {
                    short value = data.getAtIndex(ValueLayout.JAVA_SHORT, i);
                    data.setAtIndex(ValueLayout.JAVA_SHORT, i, Short.reverseBytes(value));
                }
                case 4 -> {
                    int value = data.getAtIndex(ValueLayout.JAVA_INT, i);
                    data.setAtIndex(ValueLayout.JAVA_INT, i, Integer.reverseBytes(value));
                }
                case 8 -> {
                    long value = data.getAtIndex(ValueLayout.JAVA_LONG, i);
                    data.setAtIndex(ValueLayout.JAVA_LONG, i, Long.reverseBytes(value));
                }
                default -> {
                    return;
                }
            }
        }
    }
}
