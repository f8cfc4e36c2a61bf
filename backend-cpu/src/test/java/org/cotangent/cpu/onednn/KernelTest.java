package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;

/** Runs kernels and compares them with plain loops. */
abstract class KernelTest {

    private static final int RUNS = 3;

    /** What the kernel should compute, by plain loops: output 0 in double precision, row-major. */
    @FunctionalInterface
    interface Reference {
        double[] compute(KernelCall.Run run);
    }

    final Random random = new Random(11);
    final OneDnnKernels provider = new OneDnnKernels();

    @BeforeEach
    void requireLibrary() {
        OneDnn oneDnn = OneDnnLoader.here().load();
        assumeTrue(oneDnn instanceof OneDnn.Available, oneDnn::toString);
    }

    /** Several runs on different tensors equal the reference; oneDNN's own reference code is not what ran. */
    void check(KernelCall call, double tolerance, Reference reference) {
        Offer.Accepted offer =
                assertInstanceOf(Offer.Accepted.class, provider.offer(call), () -> String.valueOf(provider.offer(call)));
        assertTrue(offer.description().startsWith("oneDNN "), offer.description());
        assertFalse(offer.description().contains("ref"), offer.description());
        Kernel kernel = offer.kernel().get();
        try {
            for (int i = 0; i < RUNS; i++) {
                KernelCall.Run run = call.run(random);
                kernel.run(run);
                assertClose(reference.compute(run), run.output(0), tolerance, offer.description());
            }
        } finally {
            kernel.close();
        }
        kernel.close();
    }

    static void assertClose(double[] expected, Tensor actual, double tolerance, String what) {
        assertEquals(expected.length, actual.elements(), what);
        for (int i = 0; i < expected.length; i++) {
            double result = actual.getDouble(i);
            boolean equal = Double.compare(expected[i], result) == 0;
            double scale = Math.max(1, Math.abs(expected[i]));
            assertTrue(
                    equal || Math.abs(expected[i] - result) <= tolerance * scale,
                    what + ": " + result + " instead of " + expected[i] + " at " + i);
        }
    }

    String refusal(KernelCall call) {
        return assertInstanceOf(Offer.Declined.class, provider.offer(call)).why();
    }
}
