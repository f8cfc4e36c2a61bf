package acme.box;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.tensor.Tensor;

/** Work in order, on a thread that stands for the hardware; the program goes on in the meantime. */
public final class BoxQueue implements DeviceQueue {
    private final BoxDevice device;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("box").factory());
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    BoxQueue(BoxDevice device) {
        this.device = device;
    }

    BoxDevice device() {
        return device;
    }

    /** Puts work at the end. After work that failed no other is done, and {@link #finish} says why. */
    void submit(Runnable work) {
        thread.execute(() -> {
            if (failure.get() == null) {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            }
        });
    }

    /** Does something after all work, whatever became of it; at once if the queue is closed. */
    void whenDone(Runnable action) {
        if (thread.isShutdown()) {
            action.run();
        } else {
            thread.execute(action);
        }
    }

    @Override
    public DeviceBlock allocate(long bytes) {
        return new BoxBlock(this, bytes);
    }

    /** Hardware that works on the memory of the host would give it here. */
    @Override
    public DeviceBlock share(Tensor host) {
        return null;
    }

    @Override
    public void upload(Tensor host, Tensor device) {
        Tensor target = BoxBlock.open(device);
        submit(() -> target.copyFrom(host));
    }

    @Override
    public void download(Tensor device, Tensor host) {
        Tensor source = BoxBlock.open(device);
        submit(() -> host.copyFrom(source));
    }

    @Override
    public void copy(Tensor from, Tensor to) {
        Tensor source = BoxBlock.open(from);
        Tensor target = BoxBlock.open(to);
        submit(() -> target.copyFrom(source));
    }

    @Override
    public void finish() {
        CompletableFuture.runAsync(() -> {}, thread).join();
        RuntimeException failed = failure.getAndSet(null);
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
