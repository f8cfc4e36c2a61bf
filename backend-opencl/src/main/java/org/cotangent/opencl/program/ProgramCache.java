package org.cotangent.opencl.program;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.kernel.Source;
import org.jocl.CL;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/** Programs of a device, compiled once for every text, on threads of their own. */
public final class ProgramCache implements AutoCloseable {
    /** The property that says how many threads compile; with 0, whoever asks for a program compiles it. */
    public static final String COMPILERS = "cotangent.opencl.compilers";

    private final ProgramBuilder builder;
    private final @Nullable ExecutorService threads;
    private final Executor compiler;
    private final Map<String, CompletableFuture<cl_program>> programs = new HashMap<>();

    /** An empty cache. */
    public ProgramCache(ProgramBuilder builder) {
        this.builder = builder;
        int count = Integer.getInteger(COMPILERS, Math.min(Runtime.getRuntime().availableProcessors(), 4));
        this.threads = count < 1
                ? null
                : Executors.newFixedThreadPool(
                        count,
                        Thread.ofPlatform()
                                .daemon()
                                .name("cotangent-opencl-build-", 0)
                                .factory());
        this.compiler = threads == null ? Runnable::run : threads;
    }

    /** {@return the program, compiled now or soon} */
    public synchronized CompletableFuture<cl_program> program(Source source) {
        return programs.computeIfAbsent(
                source.text(), text -> CompletableFuture.supplyAsync(() -> builder.build(source), compiler));
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
        if (threads != null) {
            threads.shutdown();
        }
        programs.values().forEach(program -> program.thenAccept(CL::clReleaseProgram));
        programs.clear();
    }
}
