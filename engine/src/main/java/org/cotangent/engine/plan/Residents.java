package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;

/**
 * The initializers of a session that stand on its device. Where host and device share memory they are the host's
 * tensors themselves. Elsewhere parameters are copied: to the device before each run, and from it after a run that
 * changed them, unless the session {@linkplain #hold holds} them there.
 */
final class Residents implements AutoCloseable {
    private final DeviceQueue queue;
    private final List<DeviceBlock> blocks = new ArrayList<>();
    private final Map<Tensor, Tensor> copied = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> changed = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> changedOnHost = new LinkedHashMap<>();
    private boolean held;
    private boolean stale;

    Residents(Plan plan, DeviceQueue queue, SlotTable slots) {
        this.queue = queue;
        Graph graph = plan.graph();
        plan.residents().forEach((initializer, resident) -> {
            Tensor host = slots.tensor(initializer);
            DeviceBlock shared = queue.share(host);
            DeviceBlock block = shared == null ? queue.allocate(Math.max(1, host.byteSize())) : shared;
            blocks.add(block);
            Tensor onDevice = Tensor.over(host.dtype(), host.sizes(), block.part(0, host.byteSize()));
            slots.set(resident, onDevice);
            if (shared == null) {
                queue.upload(host, onDevice);
                if (graph.parameters().contains(initializer)) {
                    copied.put(host, onDevice);
                }
                if (plan.updates().containsKey(resident)) {
                    changed.put(host, onDevice);
                }
                if (plan.updates().containsKey(initializer)) {
                    changedOnHost.put(host, onDevice);
                }
            }
        });
        queue.finish();
    }

    /** Makes parameters stay on the device from one run to the next, until {@link #fetch}. */
    void hold() {
        held = true;
    }

    /** Before a run: what others may have written on the host. */
    void send() {
        (held ? changedOnHost : copied).forEach(queue::upload);
    }

    /** After a run, before the queue is finished: what it changed. */
    void receive() {
        if (held) {
            stale = true;
        } else {
            changed.forEach((host, onDevice) -> queue.download(onDevice, host));
        }
    }

    /** Brings to the host what runs changed since the last time. */
    void fetch() {
        if (stale) {
            stale = false;
            changed.forEach((host, onDevice) -> queue.download(onDevice, host));
            queue.finish();
        }
    }

    /** Takes over what others wrote on the host. */
    void renew() {
        stale = false;
        copied.forEach(queue::upload);
        queue.finish();
    }

    @Override
    public void close() {
        blocks.forEach(DeviceBlock::close);
        blocks.clear();
    }
}
