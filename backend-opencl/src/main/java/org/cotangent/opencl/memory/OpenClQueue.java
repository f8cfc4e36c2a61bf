package org.cotangent.opencl.memory;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.binding.Calls;
import org.cotangent.opencl.binding.NdRange;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** An in-order queue. Blocks that are closed wait until it has caught up before others can have them. */
public final class OpenClQueue implements DeviceQueue {
    /** The property that makes blocks remember where they were allocated. */
    public static final String LEAKS = "cotangent.opencl.leaks";

    /** Drivers start work when they are told to; telling them after every launch costs more than it gains. */
    private static final int LAUNCHES_PER_FLUSH = 8;

    private static final System.Logger LOG = System.getLogger(OpenClQueue.class.getName());

    private final OpenClDevice device;
    private final Calls calls;
    private final cl_command_queue queue;
    private final BufferPool pool;
    private final List<Block> pending = new ArrayList<>();
    private final List<cl_mem> unshared = new ArrayList<>();
    private final List<MemorySegment> staged = new ArrayList<>();
    private final Set<Block> open = new HashSet<>();
    private @Nullable Block scratch;
    private int launches;
    private boolean closed;

    /** A queue of a device. */
    public OpenClQueue(OpenClDevice device, cl_command_queue queue, BufferPool pool, Calls calls) {
        this.device = device;
        this.queue = queue;
        this.pool = pool;
        this.calls = calls;
    }

    /** {@return the device that works on it} */
    public OpenClDevice device() {
        return device;
    }

    /** {@return the calls that are made on it} */
    public Calls calls() {
        return calls;
    }

    @Override
    public Block allocate(long bytes) {
        Throwable origin = Boolean.getBoolean(LEAKS) ? new Throwable("allocated here") : null;
        Block block = new Block(pool.take(bytes), bytes, this::closed, origin);
        open.add(block);
        return block;
    }

    private void closed(Block block) {
        open.remove(block);
        if (closed) {
            pool.giveBack(block.released(), block.bytes());
        } else {
            pending.add(block);
        }
    }

    /** {@return memory for what a launch, or launches that follow each other, need in between} */
    public Block scratch(long bytes) {
        Block present = scratch;
        if (present != null && present.bytes() >= bytes) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        Block larger = allocate(bytes);
        scratch = larger;
        return larger;
    }

    /** Starts a kernel. */
    public void launch(cl_kernel kernel, NdRange range) {
        calls.launch(queue, kernel, range);
        if (++launches % LAUNCHES_PER_FLUSH == 0) {
            calls.flush(queue);
        }
    }

    @Override
    public @Nullable Block share(Tensor host) {
        long bytes = host.byteSize();
        MemorySegment elements = host.segment();
        if (!device.facts().sharesMemory() || bytes == 0 || bytes > Integer.MAX_VALUE || !elements.isNative()) {
            return null;
        }
        MemorySegment shared = elements.asSlice(0, bytes);
        return new Block(device.share(shared), bytes, block -> unshared.add(block.released()), null);
    }

    @Override
    public void upload(Tensor host, Tensor target) {
        ClMemory memory = memory(target);
        MemorySegment elements = elements(host, memory);
        if (!elements.isNative()) {
            MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, elements.byteSize()));
            staged.add(copy);
            elements = copy.asSlice(0, elements.byteSize()).copyFrom(elements);
        }
        calls.write(queue, memory.buffer(), memory.offset(), elements);
    }

    @Override
    public void download(Tensor source, Tensor host) {
        ClMemory memory = memory(source);
        MemorySegment elements = elements(host, memory);
        if (elements.isNative()) {
            calls.read(queue, memory.buffer(), memory.offset(), elements);
        } else {
            MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, elements.byteSize()));
            calls.read(queue, memory.buffer(), memory.offset(), copy.asSlice(0, elements.byteSize()));
            finish();
            MemorySegment.copy(copy, 0, elements, 0, elements.byteSize());
        }
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        ClMemory source = memory(from);
        ClMemory target = memory(to);
        long bytes = from.byteSize();
        if (bytes != to.byteSize()) {
            throw new IllegalArgumentException("a tensor " + from.type() + " is copied to one of " + to.type());
        }
        if (bytes > 0) {
            calls.copy(queue, source.buffer(), source.offset(), target.buffer(), target.offset(), bytes);
        }
    }

    private static MemorySegment elements(Tensor host, ClMemory memory) {
        long bytes = host.byteSize();
        if (bytes > memory.bytes()) {
            throw new IllegalArgumentException(
                    "a tensor of " + bytes + " bytes is copied to or from " + memory.bytes() + " bytes of a device");
        }
        return host.segment().asSlice(0, bytes);
    }

    /** {@return where a tensor of the device stands} */
    public static ClMemory memory(Tensor tensor) {
        Storage storage = tensor.storage();
        if (storage instanceof ClMemory memory) {
            return memory;
        }
        throw new IllegalArgumentException("a tensor on a device is needed, this one is in " + storage);
    }

    @Override
    public void finish() {
        calls.finish(queue);
        recycle();
    }

    /** All work has been done: what it used can serve others. */
    private void recycle() {
        staged.clear();
        unshared.forEach(CL::clReleaseMemObject);
        unshared.clear();
        pending.forEach(block -> pool.giveBack(block.released(), block.bytes()));
        pending.clear();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (scratch != null) {
            scratch.close();
        }
        try {
            finish();
        } finally {
            closed = true;
            for (DeviceBlock block : open) {
                Throwable origin = ((Block) block).origin();
                LOG.log(Level.DEBUG, "memory of the device outlives its queue: " + block.bytes() + " bytes", origin);
            }
            CL.clReleaseCommandQueue(queue);
        }
    }
}
