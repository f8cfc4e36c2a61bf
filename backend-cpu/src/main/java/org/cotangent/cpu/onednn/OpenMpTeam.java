package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.cotangent.cpu.parallel.Loop;
import org.cotangent.cpu.parallel.Team;

/** OpenMP's threads as a team: those that compute oneDNN's products compute loops of Java, too. */
final class OpenMpTeam implements Team {
    private final OpenMp openMp;
    private final int threads;
    private final Loop loop;
    private final MemorySegment callback;

    @SuppressWarnings("MustBeClosedChecker") // freed with this object
    OpenMpTeam(OpenMp openMp, int threads, Loop loop) {
        this.openMp = openMp;
        this.threads = threads;
        this.loop = loop;
        callback = OpenMp.callback(handle().bindTo(this), Arena.ofAuto());
    }

    private static MethodHandle handle() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(OpenMpTeam.class, "member", MethodType.methodType(void.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the method stands below", e);
        }
    }

    /** A region is always of all threads: runtimes end threads that a smaller one leaves out. */
    @Override
    public void run() {
        openMp.region(callback, threads);
    }

    /** What each thread of a region calls. Exceptions stay in the loop: one that left here would end the process. */
    @SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable"}) // called by native code
    private void member(long ignored) {
        loop.work(openMp.threadNumber(), loop.number());
    }

    /** Does nothing: the threads are the process's. */
    @Override
    public void close() {}
}
