package org.cotangent.engine.plan;

import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Sets the slot of a view; makes a new view only when the tensor it looks at is another one. */
final class ViewAction implements Runnable {
    private final SlotTable.Slot source;
    private final SlotTable.Slot target;
    private final long[] sizes;
    private @Nullable Tensor seen;

    ViewAction(Node node, SlotTable slots) {
        Value input = node.inputs().getFirst();
        if (input == null) {
            throw new IllegalStateException(node.describe() + " has no input to view");
        }
        this.source = slots.slot(input);
        this.target = slots.slot(node.outputs().getFirst());
        this.sizes = node.outputs().getFirst().shape().sizes();
    }

    @Override
    public void run() {
        Tensor tensor = source.tensor();
        if (tensor != seen) {
            target.set(tensor.reshaped(sizes));
            seen = tensor;
        }
    }
}
