package org.cotangent.engine.plan;

import java.util.IdentityHashMap;
import java.util.function.Function;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;

/**
 * Keeps the arena of a plan's sessions within so many bytes, by {@linkplain Rematerialisation computing values again}.
 *
 * <p>Kernels say only when they are prepared what they write in place. So the bytes are those of a real layout, and
 * what is estimated before is corrected by them.
 */
record MemoryBudget(long bytes) {
    private static final int ROUNDS = 8;

    /**
     * {@return the plan, or one that computes values again and gives the same bits}
     *
     * @param planner plans a graph whose nodes are those of the plan, some perhaps more than once
     */
    Plan apply(Plan plan, OperatorLookup operators, Function<Graph, Plan> planner) {
        long needed = bytes(plan);
        if (needed <= bytes) {
            return plan;
        }
        Rematerialisation again = new Rematerialisation(plan.graph());
        long smallest = needed;
        long limit = (long) ((double) again.most() / needed * bytes);
        for (int round = 0; round < ROUNDS; round++) {
            boolean reached = again.reduce(limit);
            Plan smaller = planner.apply(again.graph(operators, plan.calls()));
            needed = bytes(smaller);
            if (needed <= bytes) {
                return smaller;
            }
            smallest = Math.min(smallest, needed);
            if (!reached) {
                break;
            }
            limit = again.most() - Math.max(1, needed - bytes);
        }
        throw new UnsupportedException("graph '" + plan.graph().name() + "' needs " + smallest
                + " bytes for intermediate values, even if values are computed again where that helps; the budget is "
                + bytes + ": give it more, or make the batch smaller");
    }

    /** {@return the bytes of the arena of a session} */
    private static long bytes(Plan plan) {
        IdentityHashMap<Step.Compute, Kernel> kernels = new IdentityHashMap<>();
        try {
            for (Step step : plan.steps()) {
                if (step instanceof Step.Compute compute) {
                    kernels.put(compute, compute.choice().prepare());
                }
            }
            SessionLayout layout = new SessionLayout(plan);
            layout.place(kernels);
            return layout.bytes() + layout.deviceBytes();
        } finally {
            kernels.values().forEach(Kernel::close);
        }
    }
}
