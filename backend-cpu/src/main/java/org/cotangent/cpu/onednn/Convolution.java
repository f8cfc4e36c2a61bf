package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import org.cotangent.cpu.window.Window;
import org.jspecify.annotations.Nullable;

/**
 * Primitives of the convolution {@code dst = src * weights + bias} and of its gradients. Layouts are free: they follow
 * from the descriptors.
 *
 * @param engine runs them
 * @param arena owns them
 * @param shape of the convolution
 */
record Convolution(Engine engine, Arena arena, ConvolutionShape shape) {

    private static final int FORWARD_INFERENCE = 96;
    private static final int DIRECT = 1;
    private static final int DIRECT_TRANSPOSED = 10;

    /** Arguments: SRC, WEIGHTS, BIAS, DST and those of the post-ops. */
    PrimitiveDescriptor forward(
            MemoryDescriptor source,
            MemoryDescriptor weights,
            @Nullable MemoryDescriptor bias,
            MemoryDescriptor target,
            PrimitiveAttributes attributes) {
        NativeFunction function = NativeFunction.CONVOLUTION_FORWARD_PRIMITIVE_DESC_CREATE;
        return along(function, DIRECT, source, weights, bias, target, attributes);
    }

    private PrimitiveDescriptor along(
            NativeFunction function,
            int algorithm,
            MemoryDescriptor source,
            MemoryDescriptor weights,
            @Nullable MemoryDescriptor bias,
            MemoryDescriptor target,
            PrimitiveAttributes attributes) {
        Window window = shape.window();
        return PrimitiveDescriptor.create(
                engine,
                arena,
                function,
                engine,
                FORWARD_INFERENCE,
                algorithm,
                source,
                weights,
                bias,
                target,
                window.strides(),
                window.dilations(),
                window.before(),
                window.after(),
                attributes);
    }

    /**
     * The transposed convolution with a bias, from {@code source}, the output of the convolution. Its weights have the
     * two axes of channels exchanged. Arguments: SRC, WEIGHTS, BIAS, DST.
     */
    PrimitiveDescriptor transposed(
            MemoryDescriptor source,
            MemoryDescriptor weights,
            @Nullable MemoryDescriptor bias,
            MemoryDescriptor target,
            PrimitiveAttributes attributes) {
        NativeFunction function = NativeFunction.DECONVOLUTION_FORWARD_PRIMITIVE_DESC_CREATE;
        return along(function, DIRECT_TRANSPOSED, source, weights, bias, target, attributes);
    }

    /** Arguments: DIFF_DST, WEIGHTS, DIFF_SRC. */
    PrimitiveDescriptor backwardData(
            MemoryDescriptor sourceGradient,
            MemoryDescriptor weights,
            MemoryDescriptor targetGradient,
            PrimitiveDescriptor forward,
            PrimitiveAttributes attributes) {
        Window window = shape.window();
        return PrimitiveDescriptor.create(
                engine,
                arena,
                NativeFunction.CONVOLUTION_BACKWARD_DATA_PRIMITIVE_DESC_CREATE,
                engine,
                DIRECT,
                sourceGradient,
                weights,
                targetGradient,
                window.strides(),
                window.dilations(),
                window.before(),
                window.after(),
                forward,
                attributes);
    }

    /** Arguments: SRC, DIFF_DST, DIFF_WEIGHTS, DIFF_BIAS. */
    PrimitiveDescriptor backwardWeights(
            MemoryDescriptor source,
            MemoryDescriptor weightsGradient,
            @Nullable MemoryDescriptor biasGradient,
            MemoryDescriptor targetGradient,
            PrimitiveDescriptor forward,
            PrimitiveAttributes attributes) {
        Window window = shape.window();
        return PrimitiveDescriptor.create(
                engine,
                arena,
                NativeFunction.CONVOLUTION_BACKWARD_WEIGHTS_PRIMITIVE_DESC_CREATE,
                engine,
                DIRECT,
                source,
                weightsGradient,
                biasGradient,
                targetGradient,
                window.strides(),
                window.dilations(),
                window.before(),
                window.after(),
                forward,
                attributes);
    }
}
