package org.cotangent.cpu.pointwise;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;

/**
 * The loops of kernels, the same for equal plans, so that equal expressions share what the virtual machine compiles.
 * The least recently wanted are forgotten; kernels keep theirs.
 */
final class LoopCache {

    private static final int KEPT = 256;
    /** Tensors with fewer elements are left to the loops that all programs share, which are compiled already. */
    private static final long LEAST_ELEMENTS = 1024;
    /**
     * Elements times cost that are computed without a loop before one is written. Writing it and waiting for the
     * virtual machine to compile it takes some tenths of a second of one processor; this much work takes about a tenth.
     */
    private static final long PATIENCE = 1L << 30;

    private final LoopCompiler compiler;
    private final long leastElements;
    private final long patience;
    private final Lock turn = new ReentrantLock();
    private final Map<LoopPlan, LazyLoop> kept = new LinkedHashMap<>(16, 0.75f, true);

    private LoopCache(LoopCompiler compiler, long leastElements, long patience) {
        this.compiler = compiler;
        this.leastElements = leastElements;
        this.patience = patience;
    }

    /** Loops for large tensors, written when they have been worth it. */
    static LoopCache patient(LoopCompiler compiler) {
        return new LoopCache(compiler, LEAST_ELEMENTS, PATIENCE);
    }

    /** Loops for all tensors, there from the start, however slow they are until the virtual machine compiles them. */
    static LoopCache eager(LoopCompiler compiler) {
        return new LoopCache(compiler, 0, 0);
    }

    LoopCompiler compiler() {
        return compiler;
    }

    /** {@return whether tensors of so many elements are worth a loop} */
    boolean isWorthwhile(long elements) {
        return elements >= leastElements;
    }

    /** {@return the loop of this plan} */
    synchronized LazyLoop loop(LoopPlan plan) {
        LazyLoop loop = kept.get(plan);
        if (loop == null) {
            loop = new LazyLoop(plan, compiler, patience, turn);
            kept.put(plan, loop);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return loop;
    }
}
