package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.cotangent.cpu.KernelCall;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.op.Attributes;
import org.junit.jupiter.api.Test;

/** Kernels of one offer share a program, in several threads and beyond the life of each other. */
class SharedProgramTest extends KernelTest {

    private static final int THREADS = 4;
    private static final int RUNS = 20;

    private final Images images = Images.of(
            new long[] {2, 12, 13, 13}, new long[] {18, 4, 3, 3}, new long[] {1, 1}, new long[] {1, 1}, new long[4], 3);

    private final RandomCalls call = calls("Conv", Attributes.of("group", 3))
            .withInput(images.x())
            .withConstant(images.w())
            .withOutput(images.y());

    private void check(Kernel kernel, KernelCall run) {
        check(kernel, run, 1e-5, inputs -> images.forward(inputs.get(0), inputs.get(1), List.of()));
    }

    private synchronized KernelCall nextCall() {
        return call.next();
    }

    @Test
    void runsInSeveralThreads() throws InterruptedException, ExecutionException {
        Offer.Accepted offer = accepted(call);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> results = IntStream.range(0, THREADS)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        try (Kernel kernel = offer.kernel().get()) {
                            for (int i = 0; i < RUNS; i++) {
                                check(kernel, nextCall());
                            }
                        }
                    }))
                    .toList();
            for (Future<?> result : results) {
                result.get();
            }
        }
    }

    @Test
    void aKernelMovesFromThreadToThread() throws InterruptedException, ExecutionException {
        try (Kernel kernel = accepted(call).kernel().get()) {
            for (int i = 0; i < THREADS; i++) {
                try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                    thread.submit(() -> check(kernel, call.next())).get();
                }
            }
        }
    }

    @Test
    void outlivesTheOtherKernelsOfItsOffer() {
        Offer.Accepted offer = accepted(call);
        Kernel first = offer.kernel().get();
        Kernel second = offer.kernel().get();
        KernelCall run = call.next();
        first.close();
        check(second, run);
        second.close();
        assertThrows(IllegalStateException.class, () -> run.run(second));
        try (Kernel third = offer.kernel().get()) {
            check(third, run);
        }
    }
}
