package org.cotangent.onnx.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The growing bytes of a skeleton. Nested messages are written first and get their length in front afterwards. */
final class SkeletonBuffer {
    private static final int MAX = Integer.MAX_VALUE - 64;

    private final MappedFile file;
    private byte[] bytes = new byte[1 << 12];
    private int size;

    SkeletonBuffer(MappedFile file) {
        this.file = file;
    }

    int size() {
        return size;
    }

    /** The bytes written so far. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void copy(long from, long to) {
        reserve(to - from);
        int count = (int) (to - from);
        MemorySegment.copy(file.bytes(), ValueLayout.JAVA_BYTE, from, bytes, size, count);
        size += count;
    }

    void tag(int number, int wireType) {
        varint((long) number << 3 | wireType);
    }

    void varint(long value) {
        insertVarint(size, value);
    }

    /** Writes {@code value} at {@code position}, moving what stands there to the right. */
    void insertVarint(int position, long value) {
        int count = Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
        reserve(count);
        System.arraycopy(bytes, position, bytes, position + count, size - position);
        long rest = value;
        for (int i = 0; i < count; i++, rest >>>= 7) {
            bytes[position + i] = (byte) (i == count - 1 ? rest : (rest & 0x7f) | 0x80);
        }
        size += count;
    }

    private void reserve(long count) {
        if (count > MAX - size) {
            throw file.broken("the graph without its raw tensor data is larger than 2 GiB");
        }
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, Math.max(2L * bytes.length, size + count)));
        }
    }
}
