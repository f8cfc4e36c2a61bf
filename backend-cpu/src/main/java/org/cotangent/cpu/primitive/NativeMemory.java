package org.cotangent.cpu.primitive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * All of native memory, by address.
 *
 * <p>Kernels address tensors by plain longs: bounds are checked once, when a kernel is bound to tensors, and not for
 * each element. Whoever calls keeps the owner of the memory reachable. Nothing outside this module may use this.
 */
public final class NativeMemory {

    /** The whole address space; a constant, so that the compiler drops its bounds and liveness checks. */
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private NativeMemory() {}

    /** {@return the float at {@code address}} */
    public static float getFloat(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    /** Stores {@code value} at {@code address}. */
    public static void setFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }

    /** {@return the double at {@code address}} */
    public static double getDouble(long address) {
        return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
    }

    /** Stores {@code value} at {@code address}. */
    public static void setDouble(long address, double value) {
        ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
    }

    /** {@return the 64-bit integer at {@code address}} */
    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /** Stores {@code value} at {@code address}. */
    public static void setLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /** {@return the 32-bit integer at {@code address}} */
    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    /** Stores {@code value} at {@code address}. */
    public static void setInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /** {@return the 16-bit integer at {@code address}} */
    public static short getShort(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    /** Stores {@code value} at {@code address}. */
    public static void setShort(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    /** {@return the byte at {@code address}} */
    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /** Stores {@code value} at {@code address}. */
    public static void setByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /** Copies {@code bytes} bytes between areas that do not overlap. */
    public static void copy(long source, long target, long bytes) {
        MemorySegment.copy(ALL, source, ALL, target, bytes);
    }

    /** Sets {@code bytes} bytes to zero. */
    public static void clear(long target, long bytes) {
        ALL.asSlice(target, bytes).fill((byte) 0);
    }
}
