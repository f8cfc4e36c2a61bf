package org.cotangent.opencl.program;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.kernel.Source;
import org.jocl.CL;
import org.jocl.cl_program;

/** Programs of a device, compiled once for every text, on threads of their own. */
public final class ProgramCache implements AutoCloseable {
    private final ProgramBuilder builder;
    private final ExecutorService threads;
    private final Map<String, CompletableFuture<cl_program>> programs = new HashMap<>();

    /** An empty cache. */
    public ProgramCache(ProgramBuilder builder) {
        this.builder = builder;
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
        this.threads = Executors.newFixedThreadPool(
                count,
                Thread.ofPlatform().daemon().name("cotangent-opencl-build-", 0).factory());
    }

    /** {@return the program, compiled now or soon} */
    public synchronized CompletableFuture<cl_program> program(Source source) {
        return programs.computeIfAbsent(
                source.text(), text -> CompletableFuture.supplyAsync(() -> builder.build(source), threads));
    }

    /** {@return the program when it is compiled} Throws {@link OpenClException} if it cannot be. */
    public static cl_program await(CompletableFuture<cl_program> program) {
        try {
            return program.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OpenClException cause) {
                throw new OpenClException(cause.status(), String.valueOf(cause.getMessage()), cause);
            }
            throw e;
        }
    }

    /** {@return how many programs there are} */
    public synchronized int size() {
        return programs.size();
    }

    /** Frees all programs; kernels made of them live on. */
    @Override
    public synchronized void close() {
        threads.shutdown();
        programs.values().forEach(program -> program.thenAccept(CL::clReleaseProgram));
        programs.clear();
    }
}
