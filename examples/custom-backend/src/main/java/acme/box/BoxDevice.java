package acme.box;

import java.util.concurrent.atomic.AtomicLong;
import org.cotangent.spi.backend.Device;

/** What stands for the hardware: it counts the memory that is in use, and makes queues. */
public final class BoxDevice implements Device {
    private final AtomicLong live = new AtomicLong();

    @Override
    public String name() {
        return "a box";
    }

    @Override
    public long largestBlock() {
        return 1L << 30;
    }

    @Override
    public BoxQueue newQueue() {
        return new BoxQueue(this);
    }

    /** {@return the bytes that are allocated and not freed yet} */
    public long live() {
        return live.get();
    }

    void allocated(long bytes) {
        live.addAndGet(bytes);
    }
}
