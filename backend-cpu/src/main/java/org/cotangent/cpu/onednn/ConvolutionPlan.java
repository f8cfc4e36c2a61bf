package org.cotangent.cpu.onednn;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * Describes the operands of a convolution primitive and chooses the layouts in which it runs. Tensors of the call are
 * dense, in some order of axes; weights take the layout that the primitive likes. Images do where timing has shown that
 * it pays although they are reordered in every run: mostly where dense images would be reordered inside the primitive,
 * less quickly.
 *
 * @param mode how exactly products are computed
 * @param types of the operands
 * @param shape of the convolution
 * @param input the order in which its input stands in memory
 * @param output the order in which its output does
 */
record ConvolutionPlan(MathMode mode, ProductTypes types, ConvolutionShape shape, AxisOrder input, AxisOrder output) {

    /** What the blocked layouts of oneDNN put side by side. */
    private static final long CHANNELS_OF_BLOCK = 16;

    /** Whether the images are as the call has them or as the primitive likes them. */
    enum Images {
        DENSE,
        FREE
    }

    /** The descriptors that a convolution and its gradients share. */
    record Layouts(MemoryDescriptor input, MemoryDescriptor weights, MemoryDescriptor output) {}

    /** Describes the operands for the choice of a primitive. */
    Layouts layouts(ProgramBuilder builder, Images images) {
        return new Layouts(
                image(builder, images, types.source(), shape.input(), input),
                MemoryDescriptor.any(builder.engine(), builder.arena(), types.weights(), shape.groupedWeights()),
                image(builder, images, types.target(), shape.output(), output));
    }

    private MemoryDescriptor image(
            ProgramBuilder builder, Images images, DataType type, long[] sizes, AxisOrder order) {
        return switch (images) {
            case DENSE -> MemoryDescriptor.ordered(builder.engine(), builder.arena(), type, order, sizes);
            case FREE -> MemoryDescriptor.any(builder.engine(), builder.arena(), type, sizes);
        };
    }

    /** Describes the operands as the call has them. */
    Layouts dense(ProgramBuilder builder) {
        return new Layouts(
                image(builder, Images.DENSE, types.source(), shape.input(), input),
                MemoryDescriptor.dense(builder.engine(), builder.arena(), types.weights(), shape.groupedWeights()),
                image(builder, Images.DENSE, types.target(), shape.output(), output));
    }

    /** Returns the layouts to try for the convolution, best first. */
    List<Images> forForward() {
        return order(isDepthwise());
    }

    /** Returns the layouts to try for the gradient with respect to the input, best first. */
    List<Images> forInputGradient() {
        boolean fills = shape.weights()[0] % CHANNELS_OF_BLOCK == 0;
        return order(isDepthwise() || (shape.groups() == 1 && !isPointwise() && fills));
    }

    /** Returns the layouts to try for the gradient with respect to the weights, best first. */
    List<Images> forWeightGradient() {
        boolean many = Math.max(shape.weights()[0], shape.weights()[1]) > CHANNELS_OF_BLOCK;
        return order(isDepthwise() || (shape.groups() == 1 && many));
    }

    /** Images with channels last are as good as any. */
    private List<Images> order(boolean free) {
        return free && input.isNatural() && output.isNatural()
                ? List.of(Images.FREE, Images.DENSE)
                : List.of(Images.DENSE, Images.FREE);
    }

    private boolean isDepthwise() {
        return shape.groups() > 1 && shape.weights()[1] == 1;
    }

    private boolean isPointwise() {
        return Arrays.stream(shape.window().kernel()).allMatch(taps -> taps == 1);
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
