package acme.box;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;

/** Memory of the box. It is freed by its queue, when the work before is done. */
final class BoxBlock implements DeviceBlock {
    private final BoxQueue queue;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private boolean closed;

    BoxBlock(BoxQueue queue, long bytes) {
        this.queue = queue;
        this.memory = arena.allocate(bytes, Tensor.ALIGNMENT);
        queue.device().allocated(bytes);
    }

    /** What a tensor on the box stands in. */
    private record Part(MemorySegment memory) implements Storage.Device {
        @Override
        public String backend() {
            return BoxBackend.NAME;
        }
    }

    /** {@return a tensor of the box, to be worked on by the box alone: by what is given to its queues} */
    static Tensor open(Tensor tensor) {
        if (tensor.storage() instanceof Part(MemorySegment memory)) {
            return Tensor.wrap(tensor.dtype(), tensor.sizes(), memory);
        }
        throw new IllegalArgumentException("a tensor on the box is needed, this one is in " + tensor.storage());
    }

    @Override
    public long bytes() {
        return memory.byteSize();
    }

    @Override
    public Storage.Device part(long offset, long bytes) {
        return new Part(memory.asSlice(offset, bytes));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            queue.whenDone(() -> {
                queue.device().allocated(-bytes());
                arena.close();
            });
        }
    }
}
