package org.cotangent.spi.backend;

import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Work for a device, done in the order in which it was given. A queue is used by one thread at a time.
 *
 * <p>Work is done while the program goes on; {@link #finish} waits for it.
 */
public interface DeviceQueue extends AutoCloseable {
    /** {@return memory with undefined contents} */
    DeviceBlock allocate(long bytes);

    /**
     * {@return the memory of a host tensor as memory of the device, where both work on the same; null elsewhere}
     *
     * <p>What either writes the other sees, the host after {@link #finish}. The tensor's memory must outlive the block.
     */
    @Nullable
    DeviceBlock share(Tensor host);

    /** Copies elements to the device. The host's memory must stay as it is until {@link #finish}. */
    void upload(Tensor host, Tensor device);

    /** Copies elements from the device. They are there after {@link #finish}. */
    void download(Tensor device, Tensor host);

    /** Copies elements from one place of the device to another, of the same type. */
    void copy(Tensor from, Tensor to);

    /** Waits until all work that was given is done. */
    void finish();

    /** Frees what the queue owns; blocks that it allocated stay until they are closed. Can be called more than once. */
    @Override
    void close();
}
