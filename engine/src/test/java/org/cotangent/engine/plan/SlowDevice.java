package org.cotangent.engine.plan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A device that does nothing until it is waited for, so that whoever reads too early reads garbage. It has kernels for
 * elementwise operators alone.
 */
final class SlowDevice implements Device {
    private final boolean sharing;
    private final long largest;
    private int open;

    /** @param sharing whether it works on the memory of the host */
    SlowDevice(boolean sharing, long largest) {
        this.sharing = sharing;
        this.largest = largest;
    }

    /** {@return how many blocks and queues are not closed} */
    int open() {
        return open;
    }

    KernelSelector selector() {
        return new KernelSelector(this, List.of(new Elementwise()), List.of(), Parallel.sequential());
    }

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public long largestBlock() {
        return largest;
    }

    @Override
    public DeviceQueue newQueue() {
        open++;
        return new SlowQueue();
    }

    private record Memory(MemorySegment segment) implements Storage.Device {
        @Override
        public String backend() {
            return "slow";
        }
    }

    private static Tensor asHost(Tensor tensor) {
        return Tensor.wrap(tensor.dtype(), tensor.sizes(), ((Memory) tensor.storage()).segment());
    }

    private final class SlowQueue implements DeviceQueue {
        private final Queue<Runnable> work = new ArrayDeque<>();
        private boolean closed;

        @Override
        public DeviceBlock allocate(long bytes) {
            if (bytes > largest) {
                throw new IllegalArgumentException(bytes + " bytes are more than " + largest);
            }
            MemorySegment segment = Arena.ofAuto().allocate(Math.max(1, bytes), Tensor.ALIGNMENT);
            segment.fill((byte) 0x7f);
            return block(segment);
        }

        private DeviceBlock block(MemorySegment segment) {
            open++;
            return new DeviceBlock() {
                private boolean freed;

                @Override
                public long bytes() {
                    return segment.byteSize();
                }

                @Override
                public Storage.Device part(long offset, long bytes) {
                    return new Memory(segment.asSlice(offset, bytes));
                }

                @Override
                public void close() {
                    open -= freed ? 0 : 1;
                    freed = true;
                }
            };
        }

        @Override
        public @Nullable DeviceBlock share(Tensor host) {
            return sharing ? block(host.segment()) : null;
        }

        @Override
        public void upload(Tensor host, Tensor device) {
            work.add(() -> asHost(device).copyFrom(host));
        }

        @Override
        public void download(Tensor device, Tensor host) {
            work.add(() -> host.copyFrom(asHost(device)));
        }

        @Override
        public void copy(Tensor from, Tensor to) {
            work.add(() -> asHost(to).copyFrom(asHost(from)));
        }

        @Override
        public void finish() {
            for (Runnable next = work.poll(); next != null; next = work.poll()) {
                next.run();
            }
        }

        @Override
        public void close() {
            open -= closed ? 0 : 1;
            closed = true;
        }
    }

    /** Portable kernels, run when the queue is finished. */
    private static final class Elementwise implements KernelProvider {
        @Override
        public String backend() {
            return "slow";
        }

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public Offer offer(Preparation call) {
            if (!(call.operator().forward() instanceof Forward.Pointwise)) {
                return Offer.declined("not elementwise");
            }
            Kernel portable = Objects.requireNonNull(new KernelSelector(List.of(), Parallel.sequential()).select(call))
                    .prepare();
            return new Offer.Accepted(Offer.NATIVE, "elementwise", () -> new Deferred(portable));
        }
    }

    private record Deferred(Kernel kernel) implements Kernel {
        @Override
        public void run(Bindings io) {
            Given given = new Given(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; io.hasInput(i); i++) {
                given.inputs.add(asHost(io.input(i)));
            }
            for (int i = 0; io.hasOutput(i); i++) {
                given.outputs.add(asHost(io.output(i)));
            }
            ((SlowQueue) io.queue()).work.add(() -> kernel.run(given));
        }

        @Override
        public boolean mayOverwrite(int input) {
            return kernel.mayOverwrite(input);
        }
    }

    private record Given(List<Tensor> inputs, List<Tensor> outputs) implements Bindings {
        @Override
        public Tensor input(int i) {
            return inputs.get(i);
        }

        @Override
        public boolean hasInput(int i) {
            return i < inputs.size();
        }

        @Override
        public Tensor output(int i) {
            return outputs.get(i);
        }

        @Override
        public boolean hasOutput(int i) {
            return i < outputs.size();
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            throw new IllegalStateException("sizes are known");
        }

        @Override
        public RandomSource random() {
            return new RandomSource(0, 0);
        }
    }
}
