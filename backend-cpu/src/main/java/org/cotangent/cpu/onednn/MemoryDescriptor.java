package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * Shape, element type and memory layout of one operand.
 *
 * @param engine made it
 * @param handle the descriptor
 * @param text says what it describes, for messages
 */
record MemoryDescriptor(Engine engine, MemorySegment handle, String text) implements NativeObject {

    private static final int FORMAT_ANY = 1;

    /** Describes a dense row-major tensor. */
    static MemoryDescriptor dense(Engine engine, Arena arena, DataType type, long... shape) {
        return strided(engine, arena, type, shape, rowMajor(shape));
    }

    /** Describes a tensor whose element {@code i} stands at {@code sum(i[k] * strides[k])}, in elements. */
    static MemoryDescriptor strided(Engine engine, Arena arena, DataType type, long[] shape, long[] strides) {
        MemorySegment handle = engine.library()
                .create(
                        arena,
                        NativeFunction.MEMORY_DESC_DESTROY,
                        NativeFunction.MEMORY_DESC_CREATE_WITH_STRIDES,
                        shape.length,
                        shape,
                        type.code(),
                        strides);
        String text = type + Arrays.toString(shape) + " with strides " + Arrays.toString(strides);
        return new MemoryDescriptor(engine, handle, text);
    }

    static MemoryDescriptor strided(Engine engine, Arena arena, DataType type, Strided operand) {
        return strided(engine, arena, type, operand.sizes(), operand.strides());
    }

    /** Describes a tensor of this shape, which an order of axes makes of a dense row-major one. */
    static MemoryDescriptor ordered(Engine engine, Arena arena, DataType type, AxisOrder order, long... shape) {
        return strided(engine, arena, type, shape, strides(order, shape));
    }

    /** Returns the strides of a tensor of this shape, which an order of axes makes of a dense one, in elements. */
    static long[] strides(AxisOrder order, long... shape) {
        return order.apply(rowMajor(order.inverse().apply(shape)));
    }

    /** Leaves the layout to the primitive; what it chose is asked of its {@link PrimitiveDescriptor}. */
    static MemoryDescriptor any(Engine engine, Arena arena, DataType type, long... shape) {
        MemorySegment handle = engine.library()
                .create(
                        arena,
                        NativeFunction.MEMORY_DESC_DESTROY,
                        NativeFunction.MEMORY_DESC_CREATE_WITH_TAG,
                        shape.length,
                        shape,
                        type.code(),
                        FORMAT_ANY);
        return new MemoryDescriptor(engine, handle, type + Arrays.toString(shape) + " in any layout");
    }

    /** Returns the strides of a dense row-major tensor, in elements. */
    static long[] rowMajor(long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(shape[i], 1);
        }
        return strides;
    }

    /** Returns the bytes that the described memory takes, padding included; 0 for an absent operand. */
    long bytes() {
        return engine.library().size(handle);
    }

    /** Returns whether both describe the same shape, type and layout. */
    boolean sameAs(MemoryDescriptor other) {
        return engine.library().equal(handle, other.handle);
    }

    @Override
    public String toString() {
        return text;
    }
}
