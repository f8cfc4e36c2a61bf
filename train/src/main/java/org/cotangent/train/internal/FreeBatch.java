package org.cotangent.train.internal;

import java.util.Arrays;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Lets Reshape nodes that were exported for a batch of one size keep the size of the batch that they are given. */
public final class FreeBatch implements GraphCopy.Edit {
    private final Graph graph;
    private final Dim batch;

    /** @param batch the first size of what the inputs of the copy hold */
    public FreeBatch(Graph graph, Dim batch) {
        this.graph = graph;
        this.batch = batch;
    }

    @Override
    public boolean apply(Node node, GraphCopy copy) {
        if (!WeightUses.type(node).equals("Reshape")) {
            return false;
        }
        Value data = copy.input(node, 0);
        Value sizes = node.inputs().get(1);
        Tensor constant = sizes == null ? null : graph.initializers().get(sizes);
        Dim before = first(node.inputs().getFirst());
        if (constant == null
                || constant.elements() == 0
                || (node.attributes().flag("allowzero") && hasZero(constant))
                || before == null
                || !before.is(constant.getLong(0))
                || !batch.equals(first(data))) {
            return false;
        }
        Tensor free = constant.copy();
        free.setLong(0, 0);
        Value image = copy.builder().constant(free);
        copy.replace(node, node.operator(), node.attributes().with("allowzero", 0), Arrays.asList(data, image));
        return true;
    }

    private static boolean hasZero(Tensor sizes) {
        return Arrays.stream(sizes.toLongs()).anyMatch(size -> size == 0);
    }

    private static @Nullable Dim first(@Nullable Value value) {
        return value != null
                        && value.type() instanceof TensorType type
                        && type.shape().isRanked()
                        && type.shape().rank() > 0
                ? type.shape().dim(0)
                : null;
    }
}
