package org.cotangent.opencl.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.memory.OpenClQueue;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.DeviceBlock;
import org.cotangent.spi.backend.DeviceQueue;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** One run of a kernel on a queue of its own. */
final class OnDevice implements Bindings, AutoCloseable {
    private final OpenClQueue queue;
    private final List<DeviceBlock> blocks = new ArrayList<>();
    private final List<@Nullable Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    private OnDevice(OpenClDevice device) {
        this.queue = device.newQueue();
    }

    /**
     * {@return the outputs}
     *
     * @param input whose memory {@code output} takes over; -1 for none
     */
    static List<Tensor> run(
            OpenClDevice device,
            Kernel kernel,
            Preparation call,
            List<? extends @Nullable Tensor> inputs,
            int input,
            int output) {
        try (OnDevice io = new OnDevice(device)) {
            for (Tensor tensor : inputs) {
                io.inputs.add(tensor == null ? null : io.copy(tensor));
            }
            for (int k = 0; k < call.outputCount(); k++) {
                io.outputs.add(k == output ? io.input(input) : io.allocate(call.output(k)));
            }
            kernel.run(io);
            List<Tensor> results = new ArrayList<>();
            for (Tensor onDevice : io.outputs) {
                Tensor result = Tensor.allocate(onDevice.type());
                io.queue.download(onDevice, result);
                results.add(result);
            }
            io.queue.finish();
            return results;
        }
    }

    private Tensor copy(Tensor host) {
        Tensor tensor = allocate(host.type());
        queue.upload(host, tensor);
        return tensor;
    }

    private Tensor allocate(TensorType type) {
        long bytes = type.dtype().byteSize(type.shape().elements().size());
        DeviceBlock block = queue.allocate(Math.max(1, bytes));
        blocks.add(block);
        return Tensor.over(type.dtype(), type.shape().sizes(), block.part(0, bytes));
    }

    @Override
    public Tensor input(int i) {
        return Objects.requireNonNull(inputs.get(i));
    }

    @Override
    public boolean hasInput(int i) {
        return i < inputs.size() && inputs.get(i) != null;
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
        return new RandomSource(1, 2);
    }

    @Override
    public DeviceQueue queue() {
        return queue;
    }

    @Override
    public void close() {
        queue.finish();
        blocks.forEach(DeviceBlock::close);
        queue.close();
    }
}
