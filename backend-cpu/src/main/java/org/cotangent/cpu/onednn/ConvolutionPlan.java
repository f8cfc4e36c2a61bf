package org.cotangent.cpu.onednn;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Describes the convolution primitives of a call and chooses the layouts in which they run. Tensors of the call are
 * dense; weights take the layout that the primitive likes, images do where it pays.
 *
 * @param type of all operands
 * @param shape of the convolution
 */
record ConvolutionPlan(DataType type, ConvolutionShape shape) {

    /** Fewer channels than this do not fill the vectors of blocked layouts. */
    private static final long FEW_CHANNELS = 16;

    /** Whether the images are dense or as the primitive likes them. */
    enum Images {
        DENSE,
        FREE
    }

    /** The descriptors that a convolution and its gradients share. */
    record Layouts(MemoryDescriptor input, MemoryDescriptor weights, MemoryDescriptor output) {}

    /** Describes the operands for the choice of a primitive. */
    Layouts layouts(ProgramBuilder builder, Images images) {
        return new Layouts(
                image(builder, images, shape.input()),
                MemoryDescriptor.any(builder.engine(), builder.arena(), type, shape.groupedWeights()),
                image(builder, images, shape.output()));
    }

    private MemoryDescriptor image(ProgramBuilder builder, Images images, long[] sizes) {
        return switch (images) {
            case DENSE -> MemoryDescriptor.dense(builder.engine(), builder.arena(), type, sizes);
            case FREE -> MemoryDescriptor.any(builder.engine(), builder.arena(), type, sizes);
        };
    }

    /** Describes the operands as the call has them. */
    Layouts dense(ProgramBuilder builder) {
        return new Layouts(
                image(builder, Images.DENSE, shape.input()),
                MemoryDescriptor.dense(builder.engine(), builder.arena(), type, shape.groupedWeights()),
                image(builder, Images.DENSE, shape.output()));
    }

    /** Returns the layouts to try for the convolution, best first. */
    List<Images> forForward() {
        return List.of(Images.DENSE, Images.FREE);
    }

    /** Returns the layouts to try for the gradient with respect to the input, best first. */
    List<Images> forInputGradient() {
        boolean depthwise = shape.groups() > 1 && shape.weights()[1] == 1;
        return depthwise ? List.of(Images.FREE, Images.DENSE) : List.of(Images.DENSE, Images.FREE);
    }

    /** Returns the layouts to try for the gradient with respect to the weights, best first. */
    List<Images> forWeightGradient() {
        boolean few = shape.weights()[0] / shape.groups() <= FEW_CHANNELS && shape.weights()[1] <= FEW_CHANNELS;
        return few ? List.of(Images.DENSE, Images.FREE) : List.of(Images.FREE, Images.DENSE);
    }

    /** Returns the first primitive that is not reference code. */
    PrimitiveDescriptor choose(List<Images> candidates, Function<Images, PrimitiveDescriptor> describe) {
        StringBuilder found = new StringBuilder();
        for (Images images : candidates) {
            try {
                PrimitiveDescriptor descriptor = describe.apply(images);
                if (!descriptor.isReference()) {
                    return descriptor;
                }
                found.append(' ').append(descriptor);
            } catch (OneDnnException e) {
                found.append(' ').append(e.getMessage());
            }
        }
        throw new Refusal("oneDNN has no fast code for a convolution of " + Arrays.toString(shape.input()) + " with "
                + Arrays.toString(shape.weights()) + ":" + found);
    }
}
