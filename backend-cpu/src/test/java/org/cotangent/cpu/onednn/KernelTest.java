package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.cotangent.cpu.KernelCall;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;

/** Runs kernels and compares them with plain loops. */
abstract class KernelTest {

    private static final int RUNS = 3;

    /** What the kernel should compute, by plain loops: output 0 in double precision, row-major. */
    @FunctionalInterface
    interface Reference {
        double[] compute(List<Tensor> inputs);
    }

    final Random random = new Random(11);
    final OneDnnKernels provider = new OneDnnKernels();

    @BeforeEach
    void requireLibrary() {
        OneDnn oneDnn = OneDnnLoader.here().load();
        assumeTrue(oneDnn instanceof OneDnn.Available, oneDnn::toString);
    }

    RandomCalls calls(String operator, Attributes attributes) {
        return new RandomCalls(random, "", operator, attributes);
    }

    RandomCalls ownCalls(String operator, Attributes attributes) {
        return new RandomCalls(random, "org.cotangent", operator, attributes);
    }

    Offer.Accepted accepted(RandomCalls calls) {
        Offer offer = provider.offer(calls.next());
        return assertInstanceOf(Offer.Accepted.class, offer, offer::toString);
    }

    /** Several runs on different tensors equal the reference; oneDNN's own reference code is not what ran. */
    void check(RandomCalls calls, double tolerance, Reference reference) {
        Offer.Accepted offer = accepted(calls);
        assertFalse(offer.description().contains("ref"), offer.description());
        Kernel kernel = offer.kernel().get();
        try {
            for (int i = 0; i < RUNS; i++) {
                check(kernel, calls.next(), tolerance, reference);
            }
        } finally {
            kernel.close();
        }
        kernel.close();
    }

    static void check(Kernel kernel, KernelCall call, double tolerance, Reference reference) {
        Tensor actual = Objects.requireNonNull(call.run(kernel).getFirst());
        double[] expected = reference.compute(
                call.inputs().stream().<Tensor>map(Objects::requireNonNull).toList());
        assertEquals(expected.length, actual.elements());
        for (int i = 0; i < expected.length; i++) {
            double result = actual.getDouble(i);
            double scale = Math.max(1, Math.abs(expected[i]));
            assertTrue(
                    Math.abs(expected[i] - result) <= tolerance * scale,
                    result + " instead of " + expected[i] + " at " + i);
        }
    }

    String refusal(RandomCalls calls) {
        return assertInstanceOf(Offer.Declined.class, provider.offer(calls.next()))
                .why();
    }
}
