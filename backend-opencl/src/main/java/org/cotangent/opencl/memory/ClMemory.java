package org.cotangent.opencl.memory;

import org.cotangent.opencl.OpenClBackend;
import org.cotangent.spi.tensor.Storage;
import org.jocl.cl_mem;

/**
 * A part of a block.
 *
 * @param offset in bytes
 */
public record ClMemory(Block block, long offset, long bytes) implements Storage.Device {
    @Override
    public String backend() {
        return OpenClBackend.NAME;
    }

    /** {@return the handle of the buffer} */
    public cl_mem buffer() {
        return block.buffer();
    }
}
