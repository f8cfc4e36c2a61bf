package org.cotangent.spi.backend;

import org.jspecify.annotations.Nullable;

/** A plug-in (through {@link java.util.ServiceLoader}) that runs kernels on a kind of device. */
public interface Backend extends AutoCloseable {
    /** {@return the name by which people choose it, {@code "cpu"}} */
    String name();

    /** {@return whether it can be used here} Never throws; loads nothing that is not there. */
    Availability probe();

    /** {@return the compute threads of the host that its kernels share} */
    Parallel parallel();

    /** {@return whether its kernels run on host memory} Otherwise they run on a {@link #device}. */
    default boolean isHost() {
        return true;
    }

    /**
     * {@return the device that the kernels run on; null if they run on host memory} Throws
     * {@link org.cotangent.spi.UnsupportedException} if the backend cannot be used here.
     */
    default @Nullable Device device() {
        return null;
    }

    @Override
    default void close() {}
}
