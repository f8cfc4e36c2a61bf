package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs a kernel of a device on tensors of the host: inputs are copied to it, outputs from it. */
final class StagedKernel implements Kernel {
    private final Kernel kernel;
    private final DeviceQueue queue;

    /** @param queue which other kernels may use, too */
    StagedKernel(Kernel kernel, DeviceQueue queue) {
        this.kernel = kernel;
        this.queue = queue;
    }

    @Override
    public void run(Bindings io) {
        synchronized (queue) {
            try (Stage stage = new Stage(io)) {
                kernel.run(stage);
                stage.deliver();
            }
        }
    }

    @Override
    public void complete() {
        kernel.complete();
    }

    @Override
    public void close() {
        synchronized (queue) {
            queue.finish();
            kernel.close();
        }
    }

    /** The tensors of one run on the device, made when the kernel asks for them. */
    private final class Stage implements Bindings, AutoCloseable {
        private final Bindings io;
        private final List<DeviceBlock> blocks = new ArrayList<>();
        private final List<@Nullable Tensor> inputs = new ArrayList<>();
        private final List<@Nullable Tensor> outputs = new ArrayList<>();

        Stage(Bindings io) {
            this.io = io;
        }

        private Tensor like(Tensor host) {
            long bytes = host.byteSize();
            DeviceBlock block = queue.allocate(Math.max(1, bytes));
            blocks.add(block);
            return Tensor.over(host.dtype(), host.sizes(), block.part(0, bytes));
        }

        @Override
        public Tensor input(int i) {
            while (inputs.size() <= i) {
                inputs.add(null);
            }
            Tensor tensor = inputs.get(i);
            if (tensor == null) {
                Tensor host = io.input(i);
                tensor = like(host);
                queue.upload(host, tensor);
                inputs.set(i, tensor);
            }
            return tensor;
        }

        @Override
        public Tensor output(int i) {
            while (outputs.size() <= i) {
                outputs.add(null);
            }
            Tensor tensor = outputs.get(i);
            if (tensor == null) {
                tensor = like(io.output(i));
                outputs.set(i, tensor);
            }
            return tensor;
        }

        void deliver() {
            for (int i = 0; i < outputs.size(); i++) {
                Tensor tensor = outputs.get(i);
                if (tensor != null) {
                    queue.download(tensor, io.output(i));
                }
            }
        }

        @Override
        public boolean hasInput(int i) {
            return io.hasInput(i);
        }

        @Override
        public boolean hasOutput(int i) {
            return io.hasOutput(i);
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            throw new IllegalStateException("kernels of devices know the sizes of their outputs");
        }

        @Override
        public RandomSource random() {
            return io.random();
        }

        @Override
        public DeviceQueue queue() {
            return queue;
        }

        @Override
        public void close() {
            blocks.forEach(DeviceBlock::close);
            queue.finish();
        }
    }
}
