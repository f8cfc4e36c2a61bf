package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * {@code dst[b.., m, n] = sum_k src[b.., m, k] * weights[b.., k, n] + bias}, post-ops applied. All operands have the
 * same rank; batch dimensions and the bias broadcast. Arguments: SRC, WEIGHTS, BIAS, DST and those of the post-ops.
 */
final class MatMul {

    private MatMul() {}

    static PrimitiveDescriptor describe(
            Engine engine,
            Arena arena,
            MemoryDescriptor source,
            MemoryDescriptor weights,
            @Nullable MemoryDescriptor bias,
            MemoryDescriptor target,
            PrimitiveAttributes attributes) {
        return PrimitiveDescriptor.create(
                engine,
                arena,
                NativeFunction.MATMUL_PRIMITIVE_DESC_CREATE,
                engine,
                source,
                weights,
                bias,
                target,
                attributes);
    }
}
