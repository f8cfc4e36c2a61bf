package org.cotangent.spi.backend;

import org.cotangent.spi.tensor.Storage;

/** Memory of a device. Closed, it may be given to others as soon as the work that was queued before is done. */
public interface DeviceBlock extends AutoCloseable {
    long bytes();

    /**
     * {@return a part of it, for the elements of a tensor}
     *
     * @param offset in bytes, a multiple of {@link org.cotangent.spi.tensor.Tensor#ALIGNMENT}
     */
    Storage.Device part(long offset, long bytes);

    /** Can be called more than once. */
    @Override
    void close();
}
