package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** What a session has on a device: a queue, an arena, and the initializers that stand there. */
final class DeviceSide implements AutoCloseable {
    private final DeviceQueue queue;
    private final List<DeviceBlock> pieces = new ArrayList<>();
    private final long piece;
    private final Residents residents;
    private final List<Update> updates = new ArrayList<>();
    private boolean downloading;

    DeviceSide(Plan plan, SessionLayout layout, DeviceQueue queue, SlotTable slots) {
        this.queue = queue;
        this.piece = layout.devicePiece();
        for (long rest = layout.deviceBytes(); rest > 0; rest -= piece) {
            pieces.add(queue.allocate(Math.min(rest, piece)));
        }
        this.residents = new Residents(plan, queue, slots);
        plan.updates().forEach((parameter, value) -> {
            if (plan.onDevice().contains(value)) {
                updates.add(new Update(slots.slot(parameter), slots.slot(value)));
            }
        });
    }

    /** A parameter and what it becomes. */
    private record Update(SlotTable.Slot parameter, SlotTable.Slot value) {}

    DeviceQueue queue() {
        return queue;
    }

    Residents residents() {
        return residents;
    }

    /** {@return a tensor at an offset of the arena} */
    Tensor tensor(Value value, long offset) {
        TensorType type = value.tensorType();
        long bytes = type.dtype().byteSize(type.shape().elements().size());
        DeviceBlock block = pieces.get(Math.toIntExact(offset / piece));
        return Tensor.over(type.dtype(), type.shape().sizes(), block.part(offset % piece, bytes));
    }

    /** {@return the action, after what it reads has arrived on the host} To be asked for in the order of the steps. */
    Runnable inTime(Step step, Runnable action) {
        if (step instanceof Step.Transfer transfer && !transfer.up()) {
            downloading = true;
        }
        if (!step.readsHost() || !downloading) {
            return action;
        }
        downloading = false;
        return () -> {
            queue.finish();
            action.run();
        };
    }

    /** Begins a run. */
    void begin() {
        residents.send();
    }

    /** Ends a run: parameters take their new values, and all results have arrived. */
    void end() {
        for (Update update : updates) {
            Tensor target = update.parameter().tensor();
            Tensor source = update.value().tensor();
            if (source != target) {
                queue.copy(source, target);
            }
        }
        residents.receive();
        queue.finish();
    }

    @Override
    public void close() {
        residents.close();
        pieces.forEach(DeviceBlock::close);
        queue.close();
    }
}
