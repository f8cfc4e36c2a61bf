package org.cotangent.opencl;

import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import org.cotangent.opencl.binding.Driver;
import org.cotangent.opencl.binding.Failure;
import org.cotangent.opencl.binding.FoundDevice;
import org.cotangent.opencl.memory.BufferPool;
import org.cotangent.opencl.memory.OpenClQueue;
import org.cotangent.opencl.program.ProgramBuilder;
import org.cotangent.opencl.program.ProgramCache;
import org.cotangent.spi.backend.Device;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;

/** A device that is in use: its context, memory and programs. */
public final class OpenClDevice implements Device, AutoCloseable {
    /** The property for the most bytes of all buffers; without it, three quarters of the device's memory. */
    public static final String MEMORY = "cotangent.opencl.memory";

    private static final System.Logger LOG = System.getLogger(OpenClDevice.class.getName());

    private final Driver driver;
    private final FoundDevice found;
    private final cl_context context;
    private final BufferPool pool;
    private final ProgramCache programs;
    private boolean closed;

    /** Opens a device. */
    OpenClDevice(Driver driver, FoundDevice found) {
        this.driver = driver;
        this.found = found;
        try {
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, found.platform());
            this.context = CL.clCreateContext(properties, 1, new cl_device_id[] {found.device()}, null, null, null);
        } catch (CLException e) {
            throw Failure.of(e, "clCreateContext");
        }
        DeviceFacts facts = found.facts();
        this.pool = new BufferPool(context, Long.getLong(MEMORY, facts.memory() / 4 * 3), facts.largestBlock());
        this.programs = new ProgramCache(new ProgramBuilder(context, found.device(), facts));
    }

    @Override
    public String name() {
        return facts().name();
    }

    /** {@return what kernels may ask about it} */
    public DeviceFacts facts() {
        return found.facts();
    }

    @Override
    public long largestBlock() {
        return facts().largestBlock();
    }

    /** {@return its programs} */
    public ProgramCache programs() {
        return programs;
    }

    /** {@return its memory} */
    public BufferPool pool() {
        return pool;
    }

    /** {@return a buffer over native memory of the host, which must outlive it} */
    public cl_mem share(MemorySegment memory) {
        try {
            return CL.clCreateBuffer(
                    context,
                    CL.CL_MEM_READ_WRITE | CL.CL_MEM_USE_HOST_PTR,
                    memory.byteSize(),
                    Pointer.to(memory.asByteBuffer()),
                    null);
        } catch (CLException e) {
            throw Failure.of(e, "clCreateBuffer(over memory of the host)");
        }
    }

    @Override
    public OpenClQueue newQueue() {
        try {
            return new OpenClQueue(
                    this, CL.clCreateCommandQueue(context, found.device(), 0, null), pool, driver.calls());
        } catch (CLException e) {
            throw Failure.of(e, "clCreateCommandQueue");
        }
    }

    /** Frees programs and memory. Sessions have to be closed before. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (pool.live() > 0) {
            LOG.log(
                    Level.WARNING,
                    pool.live() + " blocks of device memory were not closed: close all sessions first. Run with -D"
                            + OpenClQueue.LEAKS + "=true to learn where they were allocated");
        }
        programs.close();
        pool.close();
        CL.clReleaseContext(context);
    }
}
