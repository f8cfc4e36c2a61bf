package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * An operation on described operands with the implementation that oneDNN chose for it.
 *
 * @param engine runs it
 * @param handle the descriptor
 * @param arena what is derived from this descriptor lives there too
 */
record PrimitiveDescriptor(Engine engine, MemorySegment handle, Arena arena) implements NativeObject {

    private static final int QUERY_IMPLEMENTATION = 8;
    private static final int QUERY_ARGUMENT = 255;
    private static final int LONGEST_NAME = 256;

    /**
     * Describes an operation.
     *
     * @throws OneDnnException if oneDNN has no implementation, or an argument is wrong
     */
    static PrimitiveDescriptor create(
            Engine engine, Arena arena, NativeFunction constructor, @Nullable Object... arguments) {
        MemorySegment handle =
                engine.library().create(arena, NativeFunction.PRIMITIVE_DESC_DESTROY, constructor, arguments);
        return new PrimitiveDescriptor(engine, handle, arena);
    }

    /** Returns the name of the implementation, such as {@code jit:avx512_core}. */
    String implementation() {
        return query(QUERY_IMPLEMENTATION, 0).reinterpret(LONGEST_NAME).getString(0);
    }

    /** Returns whether oneDNN would run its slow reference code. */
    boolean isReference() {
        return implementation().contains("ref");
    }

    /** Returns how exactly it was asked to compute; whether it does is the implementation's choice. */
    MathMode mathMode() {
        try (Arena temporary = Arena.ofConfined()) {
            MemorySegment result = temporary.allocate(ADDRESS);
            engine.library().call(NativeFunction.PRIMITIVE_DESC_GET_ATTR, this, result);
            MemorySegment attributes = result.get(ADDRESS, 0);
            engine.library().call(NativeFunction.PRIMITIVE_ATTR_GET_FPMATH_MODE, attributes, result);
            return MathMode.of(result.get(JAVA_INT, 0));
        }
    }

    /** Returns whether the implementation multiplies bfloat16. */
    boolean multipliesBfloat16() {
        String name = implementation();
        return name.contains("amx") || name.contains("bf16");
    }

    /** Returns the layout that the implementation wants for an {@link Argument}; of 0 bytes if it has none. */
    MemoryDescriptor operand(int argument) {
        String text = "argument " + argument + " of " + implementation();
        return new MemoryDescriptor(engine, query(QUERY_ARGUMENT, argument), text);
    }

    /** Generates the code. */
    Primitive primitive() {
        MemorySegment primitive =
                engine.library().create(arena, NativeFunction.PRIMITIVE_DESTROY, NativeFunction.PRIMITIVE_CREATE, this);
        return new Primitive(this, primitive);
    }

    private MemorySegment query(int what, int index) {
        try (Arena temporary = Arena.ofConfined()) {
            MemorySegment result = temporary.allocate(ADDRESS);
            engine.library().call(NativeFunction.PRIMITIVE_DESC_QUERY, this, what, index, result);
            return result.get(ADDRESS, 0).reinterpret(arena, null);
        }
    }

    @Override
    public String toString() {
        return implementation();
    }
}
