package org.cotangent.opencl.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.binding.Failure;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_context;
import org.jocl.cl_mem;

/**
 * Buffers of a device, kept for whoever asks next for one of about their size.
 *
 * <p>A buffer that is given back must not be in use by work that is still to be done.
 */
public final class BufferPool implements AutoCloseable {
    private static final long SMALLEST = 256;

    private final cl_context context;
    private final long limit;
    private final long largest;
    private final Map<Long, Deque<cl_mem>> free = new HashMap<>();
    private long allocated;
    private int live;

    /**
     * An empty pool.
     *
     * @param limit the most bytes of all its buffers
     * @param largest the most bytes of one
     */
    public BufferPool(cl_context context, long limit, long largest) {
        this.context = context;
        this.limit = limit;
        this.largest = largest;
    }

    /** {@return the size of the buffers that serve requests of this size: at most an eighth larger} */
    static long sizeClass(long bytes) {
        long size = Math.max(SMALLEST, bytes);
        long step = Math.max(SMALLEST / 8, Long.highestOneBit(size - 1) / 8);
        return Math.ceilDiv(size, step) * step;
    }

    /** {@return a buffer of at least so many bytes, with undefined contents} */
    synchronized cl_mem take(long bytes) {
        long size = sizeClass(bytes);
        Deque<cl_mem> same = free.get(size);
        live++;
        if (same != null && !same.isEmpty()) {
            return same.pop();
        }
        try {
            return create(size, bytes);
        } catch (OpenClException | IllegalStateException e) {
            live--;
            throw e;
        }
    }

    private cl_mem create(long size, long asked) {
        if (asked > largest) {
            throw new OpenClException(
                    CL.CL_INVALID_BUFFER_SIZE,
                    "a block of " + asked + " bytes is wanted, but the device allocates " + largest
                            + " at most: use smaller batches, or the backend cpu",
                    null);
        }
        if (allocated + size > limit) {
            drop();
        }
        if (allocated + size > limit) {
            throw new OpenClException(
                    CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
                    "a block of " + asked + " bytes does not fit: " + allocated + " of " + limit
                            + " bytes are in use. Close sessions, use smaller batches, or raise the property "
                            + "cotangent.opencl.memory",
                    null);
        }
        try {
            return allocate(Math.min(size, largest));
        } catch (CLException first) {
            drop();
            try {
                return allocate(Math.min(size, largest));
            } catch (CLException e) {
                throw Failure.of(e, "clCreateBuffer(" + size + " bytes)");
            }
        }
    }

    @SuppressWarnings("NullAway") // JOCL takes null for what is left out
    private cl_mem allocate(long size) {
        cl_mem buffer = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, size, null, null);
        allocated += size;
        return buffer;
    }

    /** Gives back a buffer that served a request of this size. */
    synchronized void giveBack(cl_mem buffer, long bytes) {
        long size = sizeClass(bytes);
        live--;
        free.computeIfAbsent(size, s -> new ArrayDeque<>()).push(buffer);
    }

    private void drop() {
        free.forEach((size, buffers) -> {
            allocated -= size * buffers.size();
            buffers.forEach(CL::clReleaseMemObject);
        });
        free.clear();
    }

    /** {@return how many buffers are out} */
    public synchronized int live() {
        return live;
    }

    /** {@return the bytes of all buffers, those that wait for use included} */
    public synchronized long allocated() {
        return allocated;
    }

    /** Frees the buffers that nobody uses. */
    @Override
    public synchronized void close() {
        drop();
    }
}
