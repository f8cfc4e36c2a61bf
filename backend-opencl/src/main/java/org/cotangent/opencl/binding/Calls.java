package org.cotangent.opencl.binding;

import java.lang.foreign.MemorySegment;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * The calls of OpenCL that runs consist of. Sizes are not checked here. Every one throws
 * {@link org.cotangent.opencl.OpenClException} if the driver reports an error.
 */
public interface Calls {
    /** {@return the name of this way to call, for reports} */
    String name();

    void setBuffer(cl_kernel kernel, int index, cl_mem buffer);

    void setInt(cl_kernel kernel, int index, int value);

    void setLong(cl_kernel kernel, int index, long value);

    void setFloat(cl_kernel kernel, int index, float value);

    void setDouble(cl_kernel kernel, int index, double value);

    /** Sets the size of a block of local memory. */
    void setLocal(cl_kernel kernel, int index, long bytes);

    void launch(cl_command_queue queue, cl_kernel kernel, NdRange range);

    /** Copies from a buffer; the memory, which is native, must live until the queue is finished. */
    void read(cl_command_queue queue, cl_mem buffer, long offset, MemorySegment target);

    /** Copies to a buffer; the memory, which is native, must live until the queue is finished. */
    void write(cl_command_queue queue, cl_mem buffer, long offset, MemorySegment source);

    void copy(cl_command_queue queue, cl_mem from, long offset, cl_mem to, long target, long bytes);

    void flush(cl_command_queue queue);

    void finish(cl_command_queue queue);
}
