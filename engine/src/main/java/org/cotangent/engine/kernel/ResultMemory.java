package org.cotangent.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Native memory for the results of single calls, which the garbage collector frees with the last tensor over it.
 *
 * <p>The collector does not see how much memory hangs on its small objects. So the memory is counted, and when more
 * than a budget is held the collector is asked to run. If what is left is really in use, the next request comes when
 * that has doubled.
 */
public final class ResultMemory {
    /** Smaller results share memory. */
    private static final long SMALL = 1024;

    private static final long SHARED = 16 * SMALL;

    private static final int PATIENCE = 50;

    private final Cleaner cleaner = Cleaner.create();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong allocated = new AtomicLong();
    private final AtomicLong collections = new AtomicLong();
    private final long budget;
    private volatile long limit;
    private MemorySegment shared = MemorySegment.NULL;
    private long used;

    /** @param budget in bytes */
    public ResultMemory(long budget) {
        this.budget = budget;
        this.limit = budget;
    }

    /** {@return a budget of an eighth of the largest heap} */
    public static ResultMemory standard() {
        return new ResultMemory(Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /** {@return the bytes of results that are in use, or that the collector has not found to be garbage yet} */
    public long held() {
        return held.get();
    }

    /** {@return the bytes of all results so far} */
    public long allocated() {
        return allocated.get();
    }

    /** {@return the number of bytes from which on the collector is asked} */
    public long budget() {
        return budget;
    }

    /** {@return how often the collector was asked} */
    public long collections() {
        return collections.get();
    }

    /** {@return a tensor of zeros} */
    public Tensor allocate(DType dtype, long... sizes) {
        return allocate(TensorType.of(dtype, sizes));
    }

    /** {@return a tensor of zeros} */
    Tensor allocate(TensorType type) {
        if (type.dtype() == DType.STRING) {
            return Tensor.allocate(type);
        }
        long bytes = type.dtype().byteSize(elements(type.shape()));
        return Tensor.wrap(type, bytes <= SMALL ? share(bytes) : take(bytes));
    }

    private static long elements(Shape shape) {
        long product = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            product = Math.multiplyExact(product, shape.size(axis));
        }
        return product;
    }

    private MemorySegment take(long bytes) {
        allocated.addAndGet(bytes);
        if (held.addAndGet(bytes) > limit) {
            collect();
        }
        MemorySegment memory = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
        cleaner.register(memory.scope(), new Release(held, bytes));
        return memory;
    }

    /** {@return memory that was never used, of a block that is freed with the last of its parts} */
    private synchronized MemorySegment share(long bytes) {
        if (used + bytes > shared.byteSize()) {
            shared = take(SHARED);
            used = 0;
        }
        MemorySegment part = shared.asSlice(used, bytes);
        used += Math.ceilDiv(Math.max(1, bytes), Tensor.ALIGNMENT) * Tensor.ALIGNMENT;
        return part;
    }

    private synchronized void collect() {
        if (held.get() <= limit) {
            return;
        }
        collections.incrementAndGet();
        System.gc();
        try {
            for (int i = 0; i < PATIENCE && held.get() > budget / 2; i++) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        limit = Math.max(budget, 2 * held.get());
    }

    private record Release(AtomicLong held, long bytes) implements Runnable {
        @Override
        public void run() {
            held.addAndGet(-bytes);
        }
    }
}
