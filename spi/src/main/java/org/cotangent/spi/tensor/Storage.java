package org.cotangent.spi.tensor;

import java.lang.foreign.MemorySegment;

/** Where the elements of a tensor are. */
public sealed interface Storage {
    /** Host memory: dense, row-major, native byte order. */
    record Host(MemorySegment segment) implements Storage {
        /**
         * Gives the pages of a file that is mapped to be read back to the system, which loads them again if need be.
         */
        public void unload() {
            if (segment.isMapped() && segment.isReadOnly()) {
                segment.unload();
            }
        }
    }

    /** The elements of a tensor of strings. */
    @SuppressWarnings("ArrayRecordComponent") // the elements are shared with the kernels that write them
    record Text(String[] values) implements Storage {}

    /** Memory of a device, known to its backend only. */
    non-sealed interface Device extends Storage {
        /** {@return the name of the backend that owns the memory} */
        String backend();
    }
}
