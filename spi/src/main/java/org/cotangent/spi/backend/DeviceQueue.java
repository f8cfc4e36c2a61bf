package org.cotangent.spi.backend;

import org.cotangent.spi.tensor.Tensor;

/**
 * Work for a device, done in the order in which it was given. A queue is used by one thread at a time.
 *
 * <p>Work is done while the program goes on; {@link #download} and {@link #finish} wait for it.
 */
public interface DeviceQueue extends AutoCloseable {
    /** {@return memory with undefined contents} */
    DeviceBlock allocate(long bytes);

    /** Copies elements to the device. The host's memory may be written again when this returns. */
    void upload(Tensor host, Tensor device);

    /** Copies elements from the device and waits for them. */
    void download(Tensor device, Tensor host);

    /** Copies elements from one place of the device to another, of the same type. */
    void copy(Tensor from, Tensor to);

    /** Waits until all work that was given is done. */
    void finish();

    /** Frees what the queue owns; blocks that it allocated stay until they are closed. Can be called more than once. */
    @Override
    void close();
}
