package org.cotangent.engine.plan;

import org.cotangent.spi.backend.DeviceQueue;

/** Copies a value to the device or from it. */
final class TransferAction implements Runnable {
    private final Step.Transfer step;
    private final DeviceQueue queue;
    private final SlotTable.Slot source;
    private final SlotTable.Slot target;

    TransferAction(Step.Transfer step, DeviceQueue queue, SlotTable slots) {
        this.step = step;
        this.queue = queue;
        this.source = slots.slot(step.source());
        this.target = slots.slot(step.target());
    }

    @Override
    public void run() {
        if (!step.up()) {
            queue.download(source.tensor(), target.tensor());
            return;
        }
        queue.upload(source.tensor(), target.tensor());
        if (!step.lasting()) {
            queue.finish(); // what the host computed may be overwritten before the device gets to it
        }
    }
}
