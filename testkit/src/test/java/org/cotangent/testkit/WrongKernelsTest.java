package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.example.TestBackend;
import org.cotangent.testkit.law.EngineBench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of a backend with one mistake each, for a right operator: the law that is meant for it must catch it. */
class WrongKernelsTest {
    private static final OperatorRegistry REGISTRY = OperatorRegistry.load(WrongKernelsTest.class.getClassLoader());

    private static LawReport report(TestBackend backend, String law) {
        Operator product = REGISTRY.get("", "Mul");
        try (EngineBench bench = EngineBench.of(product, REGISTRY, backend.registry())) {
            return new Examination(product, 5, 8, 3)
                    .run(bench).stream()
                            .filter(r -> r.law().equals(law))
                            .findFirst()
                            .orElseThrow();
        }
    }

    private static double flushing(double x, double y) {
        double product = x * y;
        return Math.abs(product) < Float.MIN_NORMAL ? 0 : product;
    }

    private static void multiply(Bindings io) {
        for (long i = 0; i < io.output(0).elements(); i++) {
            io.output(0).setDouble(i, io.input(0).getDouble(i) * io.input(1).getDouble(i));
        }
    }

    /** Writes the output first and reads the inputs again, which is wrong in place. */
    private static Kernel careless() {
        return new Kernel() {
            @Override
            public void run(Bindings io) {
                for (long i = 0; i < io.output(0).elements(); i++) {
                    io.output(0).setDouble(i, 0);
                }
                for (long i = 0; i < io.output(0).elements(); i++) {
                    io.output(0)
                            .setDouble(i, io.input(0).getDouble(i) * io.input(1).getDouble(i));
                }
            }

            @Override
            public boolean mayOverwrite(int input) {
                return true;
            }
        };
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "a wrong number",
                        TestBackend.multiplying((x, y) -> x * y * (1 + 1e-5)),
                        "kernels of backends in FLOAT"),
                Arguments.of(
                        "a NaN that is lost",
                        TestBackend.multiplying((x, y) -> Double.isNaN(x * y) ? 0 : x * y),
                        "special values in kernels of FLOAT"),
                Arguments.of(
                        "an infinity that is clipped",
                        TestBackend.multiplying((x, y) -> Math.clamp(x * y, -3e38, 3e38)),
                        "special values in kernels of FLOAT"),
                Arguments.of(
                        "small numbers that vanish",
                        TestBackend.multiplying(WrongKernelsTest::flushing),
                        "special values in kernels of FLOAT"),
                Arguments.of(
                        "a sign of zero that is lost",
                        TestBackend.multiplying((x, y) -> x * y + 0.0),
                        "special values in kernels of FLOAT"),
                Arguments.of(
                        "a gradient on a backend",
                        TestBackend.multiplying((x, y) -> x * y * 1.001),
                        "gradients on backends in FLOAT"),
                Arguments.of(
                        "said to work in place",
                        new TestBackend("Mul", Offer.NATIVE, careless()),
                        "kernels and memory in FLOAT"),
                Arguments.of(
                        "a kernel that is never used",
                        new TestBackend("Mul", Offer.PORTABLE - 1, WrongKernelsTest::multiply),
                        "gradients on backends in FLOAT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isCaught(String mistake, TestBackend backend, String law) {
        assertNotNull(report(backend, law).failure(), () -> mistake + " is not caught by " + law);
    }

    @Test
    void aRightKernelPasses() {
        TestBackend right = TestBackend.multiplying((x, y) -> x * y);
        for (String law : List.of(
                "kernels of backends in FLOAT",
                "kernels and memory in FLOAT",
                "special values in kernels of FLOAT",
                "gradients on backends in FLOAT")) {
            LawReport report = report(right, law);
            assertEquals("", Objects.requireNonNullElse(report.problem(), ""));
            assertTrue(report.passed() > 0, law);
        }
    }

    @Test
    void whichKernelRanIsPartOfTheFailure() {
        Failure failure = Objects.requireNonNull(
                report(TestBackend.multiplying((x, y) -> 2 * x * y), "kernels of backends in FLOAT")
                        .failure());
        assertTrue(failure.details().startsWith("test (loop), output 0"), failure.details());
    }
}
