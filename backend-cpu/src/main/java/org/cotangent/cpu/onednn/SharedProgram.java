package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import org.cotangent.spi.backend.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The program of a call: made with the first kernel and destroyed with the last, so that sessions of a plan share code
 * and packed weights.
 */
final class SharedProgram {

    private final Engine engine;
    private final KernelPlan plan;
    private final int threads;
    private final ScratchPool scratch;
    private @Nullable Program program;
    private int users;

    SharedProgram(Engine engine, KernelPlan plan, int threads, ScratchPool scratch) {
        this.engine = engine;
        this.plan = plan;
        this.threads = threads;
        this.scratch = scratch;
    }

    /** Returns a kernel that runs the program. */
    synchronized Kernel kernel() {
        if (program == null) {
            program = build();
        }
        scratch.reserve(program.scratchBytes());
        Kernel kernel = new ProgramKernel(program, scratch, this::release);
        users++;
        return kernel;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed when the last kernel is released
    private Program build() {
        Arena arena = Arena.ofShared();
        try {
            ProgramBuilder builder = new ProgramBuilder(engine, arena, threads);
            plan.steps().accept(builder);
            return builder.build();
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private synchronized void release() {
        users--;
        if (users == 0 && program != null) {
            program.arena().close();
            program = null;
        }
    }
}
