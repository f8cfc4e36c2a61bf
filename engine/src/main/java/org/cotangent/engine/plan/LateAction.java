package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.jspecify.annotations.Nullable;

/** Runs a node whose shapes depend on the data: types, kernel and memory are found now. */
final class LateAction implements Runnable {
    private final Node node;
    private final SlotTable slots;
    private final RunState state;
    private final HostCalls calls;
    private final int number;

    LateAction(Node node, SlotTable slots, RunState state, HostCalls calls, int number) {
        this.node = node;
        this.slots = slots;
        this.state = state;
        this.calls = calls;
        this.number = number;
    }

    @Override
    public void run() {
        List<@Nullable Datum> inputs = new ArrayList<>();
        for (Value input : node.inputs()) {
            inputs.add(input == null ? null : slots.get(input));
        }
        int count = node.outputs().size();
        List<Datum> outputs = calls.run(node.operator(), node.attributes(), inputs, count, state.random(number));
        for (int i = 0; i < count; i++) {
            slots.set(node.outputs().get(i), outputs.get(i));
            state.countAllocation();
        }
    }
}
