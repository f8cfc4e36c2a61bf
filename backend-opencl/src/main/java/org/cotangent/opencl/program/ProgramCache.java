package org.cotangent.opencl.program;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.kernel.Source;
import org.jocl.CL;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/** Programs of a device, compiled once for every text, on threads of their own. */
public final class ProgramCache implements AutoCloseable {
    /** The property that says how many threads compile; with 0, whoever asks for a program compiles it. */
    public static final String COMPILERS = "cotangent.opencl.compilers";

    private static final int PATIENCE = 5;
    private static final System.Logger LOG = System.getLogger(ProgramCache.class.getName());

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
            return patiently(program);
        } catch (CompletionException e) {
            if (e.getCause() instanceof OpenClException cause) {
                throw new OpenClException(cause.status(), String.valueOf(cause.getMessage()), cause);
            }
            throw e;
        }
    }

    /** Says now and then why it takes so long. */
    private static cl_program patiently(CompletableFuture<cl_program> program) {
        while (!program.isDone()) {
            try {
                return program.get(PATIENCE, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                LOG.log(Level.INFO, "OpenCL programs are being compiled; most drivers keep them for the next time");
            } catch (ExecutionException e) {
                break; // join throws what there is to throw
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return program.join();
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
