package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.util.stream.IntStream;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;

/** Runs a program on the tensors of a call. Owns what changes from run to run, not the program. */
final class ProgramKernel implements Kernel {

    private final Arena arena = Arena.ofShared();
    private final Execution execution;
    private final ScratchPool pool;
    private final Runnable release;
    private final int[] inputs;
    private final int[] outputs;
    private boolean closed;

    /**
     * @param pool lends the scratch memory
     * @param release gives the program back; called once
     */
    ProgramKernel(Program program, ScratchPool pool, Runnable release) {
        this.pool = pool;
        this.release = release;
        execution = new Execution(program, arena);
        inputs = used(execution.inputs());
        outputs = used(execution.outputs());
    }

    private static int[] used(AddressSlots slots) {
        return IntStream.range(0, slots.size()).filter(slots::isUsed).toArray();
    }

    @Override
    public void run(Bindings io) {
        for (int i : inputs) {
            execution.inputs().bind(i, io.input(i).segment().address());
        }
        for (int i : outputs) {
            execution.outputs().bind(i, io.output(i).segment().address());
        }
        ScratchPool.Scratch scratch = pool.take();
        try {
            execution.run(scratch.address());
        } finally {
            pool.give(scratch);
            Reference.reachabilityFence(io);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            arena.close();
            release.run();
        }
    }
}
