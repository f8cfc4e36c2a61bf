package org.cotangent.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.memory.Block;
import org.cotangent.opencl.memory.OpenClQueue;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.jspecify.annotations.Nullable;

/** Runs a plan: its kernels belong to it, so that no two threads set arguments of the same one. */
public final class LaunchKernel implements Kernel {
    private final KernelPlan plan;
    private final List<PreparedLaunch> first = new ArrayList<>();
    private final List<PreparedLaunch> always = new ArrayList<>();
    private @Nullable Block kept;
    private @Nullable OpenClQueue keptBy;

    /** Begins to compile what the plan needs. */
    public LaunchKernel(KernelPlan plan, OpenClDevice device) {
        this.plan = plan;
        for (Launch launch : plan.launches()) {
            if (!launch.range().isEmpty()) {
                (launch.once() ? first : always).add(new PreparedLaunch(launch, device));
            }
        }
    }

    @Override
    public void run(Bindings io) {
        OpenClQueue queue = (OpenClQueue) io.queue();
        Block scratch = plan.scratch() > 0 ? queue.scratch(plan.scratch()) : null;
        if (plan.kept() > 0 && kept == null) {
            keptBy = queue;
            kept = queue.allocate(plan.kept());
        }
        if (keptBy != null && keptBy != queue) {
            throw new IllegalStateException("a kernel that keeps memory is run on another queue than before");
        }
        if (!first.isEmpty()) {
            first.forEach(launch -> launch.run(io, queue, scratch, kept));
            first.forEach(PreparedLaunch::close);
            first.clear();
        }
        for (int i = 0; i < always.size(); i++) {
            always.get(i).run(io, queue, scratch, kept);
        }
    }

    @Override
    public boolean mayOverwrite(int input, int output) {
        return plan.overwriting().allows(input, output);
    }

    @Override
    public boolean mayOverwrite(int input) {
        return mayOverwrite(input, 0);
    }

    @Override
    public void complete() {
        first.forEach(PreparedLaunch::complete);
        always.forEach(PreparedLaunch::complete);
    }

    @Override
    public void close() {
        first.forEach(PreparedLaunch::close);
        always.forEach(PreparedLaunch::close);
        if (kept != null) {
            kept.close();
        }
    }
}
