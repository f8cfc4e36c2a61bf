package org.cotangent.cpu.pointwise;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.cotangent.cpu.primitive.BlockLoop;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is written once enough work was done without it, and handed out once the virtual machine has compiled it:
 * before that it would be a thousand times slower. It is exercised on a thread of its own until it is fast. A loop that
 * does not become fast is not handed out.
 *
 * <p>What computes without the loop and the loop give the same bits, so it does not matter when one takes over.
 */
final class LazyLoop {

    private static final int VECTORS = 16;
    private static final int ROUNDS = 20;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long MOST_NANOS = 10_000_000_000L;
    /**
     * What a step may take for each vector: code that is not compiled, or makes objects of vectors, takes ten times.
     */
    private static final double NANOS_PER_STEP = 4;

    private static final double NANOS_PER_VECTOR = 20;

    private final LoopPlan plan;
    private final LoopCompiler compiler;
    private final long patience;
    private final Lock turn;
    private final long[] noStrides;
    private final LongAdder work = new LongAdder();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable BlockLoop ready;

    /**
     * A loop that is written after so much work.
     *
     * @param turn held while it is written and exercised: one loop after the other
     */
    LazyLoop(LoopPlan plan, LoopCompiler compiler, long patience, Lock turn) {
        this.plan = plan;
        this.turn = turn;
        this.compiler = compiler;
        this.patience = patience;
        this.noStrides = new long[plan.registers()];
        if (patience == 0) {
            ready = compiler.compile(plan);
        }
    }

    /** {@return the loop, if it is compiled} */
    @Nullable
    BlockLoop ready() {
        return ready;
    }

    /** {@return strides for a single row} */
    long[] noStrides() {
        return noStrides;
    }

    /** Counts elements times cost that were computed without the loop. */
    void missed(long elements) {
        if (!started.get()) {
            work.add(elements);
            if (work.sum() >= patience && started.compareAndSet(false, true)) {
                Thread.ofPlatform().daemon().name("cotangent-loop").start(this::prepare);
            }
        }
    }

    private void prepare() {
        turn.lock();
        try {
            BlockLoop loop = compiler.compile(plan);
            if (becomesFast(loop)) {
                ready = loop;
            } else {
                System.getLogger(LazyLoop.class.getName()).log(Level.DEBUG, "the loop stays slow: {0}", plan);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Runs the loop as little as makes the virtual machine compile it, and looks how fast it has become. */
    private boolean becomesFast(BlockLoop loop) {
        int lanes = compiler.lanes(plan.wide());
        int steps = plan.steps().stream()
                .mapToInt(step -> compiler.weight(step, plan.wide()))
                .sum();
        double perVector = NANOS_PER_VECTOR + NANOS_PER_STEP * (steps + noStrides.length);
        long[] at = new long[noStrides.length];
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < at.length; i++) {
                at[i] = arena.allocate((long) VECTORS * lanes * Double.BYTES, 64)
                        .address();
            }
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < MOST_NANOS) {
                // Several rows, and rows with a rest, have to be met before compilation, or their code is left out.
                nanos(loop, at, 3, lanes + 1);
                if (nanos(loop, at, 1, VECTORS * lanes) < VECTORS * perVector
                        && nanos(loop, at, VECTORS, 1) < VECTORS * perVector) {
                    return true;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return false;
        }
    }

    private long nanos(BlockLoop loop, long[] at, int rows, int n) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            loop.run(at, noStrides, rows, n);
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        return fastest;
    }

    @Override
    public String toString() {
        return "loop of " + plan.steps().size() + (ready == null ? " steps, not used yet" : " steps");
    }
}
