package org.cotangent.engine.plan;

import java.util.Set;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Which operands of an operator are images [N, C, sizes...].
 *
 * @param count how many inputs there are
 * @param inputs those that are images
 * @param rank of the images
 * @param givesImage whether the result is one
 * @param prefersChannelsLast whether it is worth moving elements to have channels last
 */
record ImageOperands(int count, Set<Integer> inputs, int rank, boolean givesImage, boolean prefersChannelsLast) {
    private static final int MOST_AXES = 5;

    /** {@return the images of a call that can be had with channels last, or null if it has none} */
    static @Nullable ImageOperands of(Node node) {
        int count = Signature.given(node.inputs().size(), i -> node.inputs().get(i) != null);
        Value first = count == 0 ? null : node.inputs().getFirst();
        int rank = first == null ? 0 : first.shape().rank();
        if (rank < 3 || rank > MOST_AXES || node.outputs().size() != 1) {
            return null;
        }
        return switch (node.operator().id().qualifiedName()) {
            case "Conv", "ConvInteger", "QLinearConv", "ConvTranspose", "org.cotangent::ConvInputGradient" ->
                new ImageOperands(count, Set.of(0), rank, true, true);
            case "org.cotangent::ConvWeightGradient" -> new ImageOperands(count, Set.of(0, 1), rank, false, true);
            case "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization", "LRN" ->
                new ImageOperands(count, Set.of(0), rank, true, false);
            case "org.cotangent::MaxPoolGather", "org.cotangent::MaxPoolScatter" ->
                new ImageOperands(count, Set.of(0, 1), rank, true, false);
            default -> null;
        };
    }
}
