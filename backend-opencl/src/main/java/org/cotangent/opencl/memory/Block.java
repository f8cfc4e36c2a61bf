package org.cotangent.opencl.memory;

import java.util.function.Consumer;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.tensor.Storage;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** A buffer that somebody owns. */
public final class Block implements DeviceBlock {
    private final cl_mem buffer;
    private final long bytes;
    private final Consumer<Block> whenClosed;
    private final @Nullable Throwable origin;
    private boolean closed;

    /** @param origin where it was made, if leaks are looked for */
    Block(cl_mem buffer, long bytes, Consumer<Block> whenClosed, @Nullable Throwable origin) {
        this.buffer = buffer;
        this.bytes = bytes;
        this.whenClosed = whenClosed;
        this.origin = origin;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Storage.Device part(long offset, long size) {
        if (offset < 0 || size < 0 || offset + size > bytes) {
            throw new IllegalArgumentException(
                    "bytes " + offset + " to " + (offset + size) + " are not within a block of " + bytes);
        }
        return new ClMemory(this, offset, size);
    }

    /** {@return the handle of the buffer} */
    cl_mem buffer() {
        if (closed) {
            throw new IllegalStateException("memory of the device is used after it was closed");
        }
        return buffer;
    }

    @Nullable
    Throwable origin() {
        return origin;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            whenClosed.accept(this);
        }
    }

    /** {@return the handle, for the pool that the buffer goes back to} */
    cl_mem released() {
        return buffer;
    }
}
