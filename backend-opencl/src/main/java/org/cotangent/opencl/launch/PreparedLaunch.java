package org.cotangent.opencl.launch;

import java.util.concurrent.CompletableFuture;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.binding.Calls;
import org.cotangent.opencl.binding.Failure;
import org.cotangent.opencl.binding.NdRange;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.memory.Block;
import org.cotangent.opencl.memory.ClMemory;
import org.cotangent.opencl.memory.OpenClQueue;
import org.cotangent.opencl.program.ProgramCache;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.tensor.Tensor;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/** A launch with a kernel of its own. Arguments are set when they differ from those of the run before. */
final class PreparedLaunch {
    private final Launch launch;
    private final CompletableFuture<cl_program> program;
    private final Argument[] arguments;
    private final int[] positions;
    private final @Nullable ClMemory[] seen;
    private final NdRange range;
    private @Nullable cl_kernel kernel;

    PreparedLaunch(Launch launch, OpenClDevice device) {
        this.launch = launch;
        Range items = launch.range();
        if (items.group() > device.facts().workGroup()) {
            throw new OpenClException(
                    CL.CL_INVALID_WORK_GROUP_SIZE,
                    launch.entry() + " of " + launch.source().name() + " wants groups of " + items.group()
                            + " work-items, the device has " + device.facts().workGroup(),
                    null);
        }
        this.range = new NdRange(
                new long[] {items.x(), items.y(), items.z()},
                new long[] {items.groupX(), items.groupY(), items.groupZ()});
        this.arguments = launch.arguments().toArray(new Argument[0]);
        this.positions = new int[arguments.length];
        this.seen = new ClMemory[arguments.length];
        int position = 0;
        for (int i = 0; i < arguments.length; i++) {
            positions[i] = position;
            position += isMemory(arguments[i]) ? 2 : 1;
        }
        this.program = device.programs().program(launch.source());
    }

    private static boolean isMemory(Argument argument) {
        return switch (argument) {
            case Argument.Input i -> true;
            case Argument.Output o -> true;
            case Argument.Scratch s -> true;
            case Argument.Kept k -> true;
            default -> false;
        };
    }

    /** Waits for the program. */
    void complete() {
        ProgramCache.await(program);
    }

    void run(Bindings io, OpenClQueue queue, @Nullable Block scratch, @Nullable Block kept) {
        Calls calls = queue.calls();
        cl_kernel present = kernel;
        if (present == null) {
            present = create();
            kernel = present;
            setConstants(calls, present);
        }
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case Argument.Input(int index) -> set(calls, present, i, io.input(index));
                case Argument.Output(int index) -> set(calls, present, i, io.output(index));
                case Argument.Scratch(long offset, int bytes) -> set(calls, present, i, scratch, offset, bytes);
                case Argument.Kept(long offset, int bytes) -> set(calls, present, i, kept, offset, bytes);
                case Argument.Seed s ->
                    calls.setLong(present, positions[i], io.random().seed());
                case Argument.NodeNumber n ->
                    calls.setLong(present, positions[i], io.random().node());
                default -> {} // set when the kernel was made
            }
        }
        queue.launch(present, range);
    }

    private cl_kernel create() {
        try {
            return CL.clCreateKernel(ProgramCache.await(program), launch.entry(), null);
        } catch (CLException e) {
            throw Failure.of(
                    e,
                    "clCreateKernel(" + launch.entry() + " of "
                            + launch.source().name() + ")");
        }
    }

    private void setConstants(Calls calls, cl_kernel present) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case Argument.OfInt(int value) -> calls.setInt(present, positions[i], value);
                case Argument.OfLong(long value) -> calls.setLong(present, positions[i], value);
                case Argument.OfFloat(float value) -> calls.setFloat(present, positions[i], value);
                case Argument.OfDouble(double value) -> calls.setDouble(present, positions[i], value);
                case Argument.Local(long bytes) -> calls.setLocal(present, positions[i], bytes);
                default -> {} // set by every run
            }
        }
    }

    private void set(Calls calls, cl_kernel present, int i, Tensor tensor) {
        ClMemory memory = OpenClQueue.memory(tensor);
        if (memory != seen[i]) {
            seen[i] = memory;
            set(
                    calls,
                    present,
                    i,
                    memory.buffer(),
                    memory.offset() / tensor.dtype().bytes());
        }
    }

    private void set(Calls calls, cl_kernel present, int i, @Nullable Block block, long offset, int elementBytes) {
        if (block == null) {
            throw new IllegalStateException(launch.entry() + " needs memory that its plan does not ask for");
        }
        ClMemory before = seen[i];
        if (before == null || before.block() != block) {
            ClMemory memory = (ClMemory) block.part(offset, block.bytes() - offset);
            seen[i] = memory;
            set(calls, present, i, memory.buffer(), offset / elementBytes);
        }
    }

    private void set(Calls calls, cl_kernel present, int i, cl_mem buffer, long elements) {
        calls.setBuffer(present, positions[i], buffer);
        calls.setLong(present, positions[i] + 1, elements);
    }

    void close() {
        if (kernel != null) {
            CL.clReleaseKernel(kernel);
            kernel = null;
        }
    }
}
