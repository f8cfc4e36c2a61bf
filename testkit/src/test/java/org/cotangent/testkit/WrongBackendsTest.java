package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.backend.BackendLaw;
import org.cotangent.testkit.backend.BackendLaws;
import org.cotangent.testkit.backend.BackendUnderTest;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.example.MatrixBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Backends with one mistake each: the law that is meant for it must catch it. */
@Isolated
class WrongBackendsTest {
    private static final OperatorRegistry REGISTRY = OperatorRegistry.load(WrongBackendsTest.class.getClassLoader());

    private static Verdict verdict(Supplier<MatrixBackend> backend, String law) {
        BackendUnderTest tested = new BackendUnderTest(
                "matrix",
                REGISTRY,
                () -> {
                    MatrixBackend found = backend.get();
                    return KernelRegistry.of(List.of(found), List.of(found));
                },
                any -> BackendUnderTest.processMemory());
        return law(law).check(tested);
    }

    private static BackendLaw law(String name) {
        return BackendLaws.all().stream()
                .filter(law -> law.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Multiplies by something else than it should. */
    private static Kernel inexact(Preparation call) {
        return io -> {
            MatrixBackend.multiply(io);
            io.output(0).setDouble(0, io.output(0).getDouble(0) * (1 + 1e-3));
        };
    }

    /** Adds a little more in every run. */
    private static Kernel drifting(Preparation call) {
        AtomicInteger runs = new AtomicInteger();
        return io -> {
            MatrixBackend.multiply(io);
            io.output(0).setDouble(0, io.output(0).getDouble(0) + 3e-7 * runs.getAndIncrement());
        };
    }

    /** Keeps a second factor of seven rows that it saw first, as if it were a constant. */
    private static Kernel stale(Preparation call) {
        AtomicReference<@Nullable Tensor> kept = new AtomicReference<>();
        return io -> {
            kept.compareAndSet(null, io.input(1).copy());
            Tensor first = kept.get();
            MatrixBackend.multiply(first != null && io.input(1).size(0) == 7 ? new Other(io, 1, first) : io);
        };
    }

    /** The values of a call with another input in the place of one. */
    private record Other(Bindings io, int which, Tensor tensor) implements Bindings {
        @Override
        public Tensor input(int i) {
            return i == which ? tensor : io.input(i);
        }

        @Override
        public boolean hasInput(int i) {
            return io.hasInput(i);
        }

        @Override
        public Tensor output(int i) {
            return io.output(i);
        }

        @Override
        public boolean hasOutput(int i) {
            return io.hasOutput(i);
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            return io.allocate(i, sizes);
        }

        @Override
        public RandomSource random() {
            return io.random();
        }
    }

    /** Takes the first factor out of memory that all its kernels share. */
    private static MatrixBackend sharing() {
        AtomicReference<@Nullable Tensor> shared = new AtomicReference<>();
        return MatrixBackend.of(call -> io -> {
            shared.set(io.input(0).copy());
            Thread.yield();
            Tensor first = shared.get();
            MatrixBackend.multiply(
                    first != null && first.type().equals(io.input(0).type()) ? new Other(io, 0, first) : io);
        });
    }

    /** Draws the same numbers in every run. */
    private static Kernel drawing(Preparation call) {
        return io -> {
            for (long i = 0; i < io.output(0).elements(); i++) {
                io.output(0).setDouble(i, 1.0 / (i + 2));
            }
        };
    }

    /** Says that its kernels run on a device, and has none. */
    private static MatrixBackend withoutDevice() {
        MatrixBackend right = MatrixBackend.of(call -> MatrixBackend::multiply);
        return new MatrixBackend(right.type(), right.rank(), right.kernel(), right.parallel(), () -> false);
    }

    private static MatrixBackend withThread() {
        Thread thread = new Thread(() -> LockSupport.parkNanos(20_000_000_000L), "left over");
        thread.setDaemon(true);
        thread.start();
        return MatrixBackend.of(call -> MatrixBackend::multiply);
    }

    /** A loop over the numbers that {@code part} makes of n. */
    private record Loop(LongUnaryOperator part) implements Parallel {
        @Override
        public void forRange(long n, long grain, RangeTask task) {
            task.run(0, part.applyAsLong(n));
        }

        @Override
        public int threads() {
            return 1;
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("no device", WrongBackendsTest::withoutDevice, "it is found and says what it is"),
                mistake(
                        "kernels that never win",
                        () -> new MatrixBackend("MatMul", Offer.PORTABLE - 1, call -> MatrixBackend::multiply),
                        "kernels of its own run"),
                mistake(
                        "a loop that stops early",
                        () -> MatrixBackend.with(new Loop(n -> Math.max(0, n - 1))),
                        "loops on its threads"),
                mistake(
                        "a wrong number",
                        () -> MatrixBackend.of(WrongBackendsTest::inexact),
                        "models and their gradients"),
                mistake(
                        "what ran before counts",
                        () -> MatrixBackend.of(WrongBackendsTest::drifting),
                        "models and their gradients"),
                mistake("old weights", () -> MatrixBackend.of(WrongBackendsTest::stale), "state of training"),
                mistake(
                        "random numbers of its own",
                        () -> new MatrixBackend("RandomUniformLike", Offer.NATIVE, WrongBackendsTest::drawing),
                        "random numbers"),
                mistake("what was refused counts", () -> MatrixBackend.of(WrongBackendsTest::drifting), "errors"),
                mistake("memory of all kernels", WrongBackendsTest::sharing, "sessions of several threads"),
                mistake(
                        "a thread that goes on",
                        WrongBackendsTest::withThread,
                        "what closed sessions and a closed backend leave"));
    }

    private static Arguments mistake(String what, Supplier<MatrixBackend> backend, String law) {
        return Arguments.of(what, backend, law);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isCaught(String mistake, Supplier<MatrixBackend> backend, String law) {
        assertInstanceOf(Verdict.Fail.class, verdict(backend, law), mistake);
    }

    @Test
    void memoryThatIsNotFreedIsCaught() {
        Assumptions.assumeTrue(
                BackendUnderTest.processMemory().isPresent(), "the system does not say what the process holds");
        try (Arena leak = Arena.ofShared()) {
            Verdict verdict = verdict(
                    () -> MatrixBackend.of(call -> {
                        leak.allocate(1024 + call.input(1).shape().elements().size() * Float.BYTES)
                                .fill((byte) 1);
                        return MatrixBackend::multiply;
                    }),
                    "what closed sessions and a closed backend leave");
            assertInstanceOf(Verdict.Fail.class, verdict);
        }
    }

    @TestFactory
    Stream<DynamicTest> aRightBackendPasses() {
        return BackendLaws.all().stream()
                .map(law -> DynamicTest.dynamicTest(
                        law.name(),
                        () -> assertEquals(
                                Verdict.pass(),
                                verdict(() -> MatrixBackend.of(call -> MatrixBackend::multiply), law.name()))));
    }
}
