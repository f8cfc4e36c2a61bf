package org.cotangent.engine.plan;

import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Runs a prepared kernel on the slots of its node. */
final class ComputeAction implements Runnable, Bindings {
    private final Kernel kernel;
    private final Node node;
    private final SlotTable.@Nullable Slot[] inputs;
    private final SlotTable.@Nullable Slot[] outputs;
    private final RunState state;
    private final int number;
    private final boolean[] allocated;
    private final @Nullable DeviceQueue queue;

    ComputeAction(
            Kernel kernel,
            Node node,
            Preparation call,
            SlotTable slots,
            RunState state,
            int number,
            @Nullable DeviceQueue queue) {
        this.queue = queue;
        this.kernel = kernel;
        this.node = node;
        this.state = state;
        this.number = number;
        this.inputs = new SlotTable.@Nullable Slot[node.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            Value input = node.inputs().get(i);
            inputs[i] = input == null ? null : slots.slot(input);
        }
        this.outputs = new SlotTable.@Nullable Slot[node.outputs().size()];
        this.allocated = new boolean[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = call.hasOutput(i) ? slots.slot(node.outputs().get(i)) : null;
            TensorType type = call.hasOutput(i) ? call.findOutput(i) : null;
            allocated[i] = type != null && type.isStatic();
        }
    }

    @Override
    public void run() {
        try {
            kernel.run(this);
        } catch (UnsupportedException e) {
            throw new UnsupportedException(node.describe() + ": " + e.getMessage(), e);
        } catch (ShapeException e) {
            throw new ShapeException(node.describe() + ": " + e.getMessage(), e);
        } catch (CotangentException e) {
            throw new CotangentException(node.describe() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Tensor input(int i) {
        return inputSlot(i).tensor();
    }

    @Override
    public Datum value(int i) {
        return inputSlot(i).get();
    }

    private SlotTable.Slot inputSlot(int i) {
        SlotTable.Slot slot = i < inputs.length ? inputs[i] : null;
        if (slot == null) {
            throw new IllegalArgumentException(node.describe() + ": input " + i + " is absent");
        }
        return slot;
    }

    @Override
    public boolean hasInput(int i) {
        return i < inputs.length && inputs[i] != null;
    }

    @Override
    public Tensor output(int i) {
        return outputSlot(i).tensor();
    }

    private SlotTable.Slot outputSlot(int i) {
        SlotTable.Slot slot = i < outputs.length ? outputs[i] : null;
        if (slot == null) {
            throw new IllegalArgumentException(node.describe() + ": output " + i + " is not asked for");
        }
        return slot;
    }

    @Override
    public boolean isAllocated(int i) {
        return i < allocated.length && allocated[i];
    }

    @Override
    public void deliver(int i, Datum value) {
        SlotTable.Slot slot = outputSlot(i);
        if (!allocated[i]) {
            slot.set(value);
            state.countAllocation();
            return;
        }
        Value output = node.outputs().get(i);
        if (!(value instanceof Tensor tensor) || !TypeMatch.holds(output.type(), tensor)) {
            throw new ShapeException(
                    "output '" + output.name() + "' is " + output.type() + ", but comes out as " + value.type());
        }
        if (!tensor.equals(slot.tensor())) {
            slot.tensor().copyFrom(tensor);
        }
    }

    @Override
    public boolean hasOutput(int i) {
        return i < outputs.length && outputs[i] != null;
    }

    @Override
    public Tensor allocate(int i, long... sizes) {
        throw new IllegalStateException(node.describe() + ": output " + i + " has a known shape and is allocated");
    }

    @Override
    public DeviceQueue queue() {
        return queue == null ? Bindings.super.queue() : queue;
    }

    @Override
    public RandomSource random() {
        return state.random(number);
    }
}
