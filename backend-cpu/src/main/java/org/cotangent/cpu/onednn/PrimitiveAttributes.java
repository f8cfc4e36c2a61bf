package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What to do beside a primitive's own operation. Scratch memory is always the caller's.
 *
 * @param handle the attributes
 * @param postOps operations on the result, in order
 */
record PrimitiveAttributes(MemorySegment handle, List<PostOp> postOps) implements NativeObject {

    private static final int USER_SCRATCHPAD = 1;
    private static final int ZERO_POINT = 0;
    private static final int ONE_FOR_ALL = 0;
    private static final int UNDEFINED_TYPE = 0;

    PrimitiveAttributes {
        postOps = List.copyOf(postOps);
    }

    static PrimitiveAttributes create(Engine engine, Arena arena, MathMode mode, PostOp... postOps) {
        OneDnnLibrary library = engine.library();
        MemorySegment handle =
                library.create(arena, NativeFunction.PRIMITIVE_ATTR_DESTROY, NativeFunction.PRIMITIVE_ATTR_CREATE);
        library.call(NativeFunction.PRIMITIVE_ATTR_SET_SCRATCHPAD_MODE, handle, USER_SCRATCHPAD);
        library.call(NativeFunction.PRIMITIVE_ATTR_SET_FPMATH_MODE, handle, mode.code());
        if (postOps.length > 0) {
            library.call(NativeFunction.PRIMITIVE_ATTR_SET_POST_OPS, handle, chain(library, arena, postOps));
        }
        return new PrimitiveAttributes(handle, List.of(postOps));
    }

    /** Attributes of a primitive that subtracts a zero point from all elements of each of these arguments. */
    static PrimitiveAttributes shifted(Engine engine, Arena arena, List<Integer> arguments, PostOp... postOps) {
        PrimitiveAttributes attributes = create(engine, arena, MathMode.STRICT, postOps);
        for (int argument : arguments) {
            engine.library()
                    .call(NativeFunction.PRIMITIVE_ATTR_SET_ZERO_POINTS_MASK, attributes.handle, argument, ONE_FOR_ALL);
        }
        return attributes;
    }

    private static MemorySegment chain(OneDnnLibrary library, Arena arena, PostOp... postOps) {
        MemorySegment chain = library.create(arena, NativeFunction.POST_OPS_DESTROY, NativeFunction.POST_OPS_CREATE);
        for (PostOp postOp : postOps) {
            switch (postOp) {
                case PostOp.Eltwise(PostOp.Function function, float alpha, float beta) ->
                    library.call(NativeFunction.POST_OPS_APPEND_ELTWISE, chain, function.code(), alpha, beta);
                case PostOp.Binary(PostOp.Operation operation, MemoryDescriptor operand) ->
                    library.call(NativeFunction.POST_OPS_APPEND_BINARY, chain, operation.code(), operand);
                case PostOp.Sum(float scale) ->
                    library.call(NativeFunction.POST_OPS_APPEND_SUM, chain, scale, ZERO_POINT, UNDEFINED_TYPE);
            }
        }
        return chain;
    }

    @Override
    public String toString() {
        return "post-ops " + postOps;
    }
}
