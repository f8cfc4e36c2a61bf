package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.BackendAgreement;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.KernelMemory;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.SpecialValues;
import org.cotangent.testkit.law.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Kernels of backends on calls that are long enough for their vector loops, blocks and tails. */
class KernelsOfBackendsTest {
    private static final int SIZE = 18;
    private static final int MOST_ELEMENTS = 40_000;

    private final OperatorRegistry registry = OperatorRegistry.load(getClass().getClassLoader());
    private final KernelRegistry kernels = KernelRegistry.load(getClass().getClassLoader());

    @AfterEach
    void closeBackends() {
        kernels.backends().forEach(backend -> backend.close());
    }

    @Test
    void thereIsABackend() {
        assertTrue(
                kernels.backends().stream().anyMatch(backend -> backend.name().equals("cpu")));
    }

    @TestFactory
    Stream<DynamicTest> agreeWithPortableOnes() {
        return registry.all().stream()
                .map(operator -> DynamicTest.dynamicTest(operator.id().toString(), () -> compare(operator)));
    }

    private void compare(Operator operator) {
        Assumptions.assumeFalse(
                operator.forward() instanceof Forward.ValueKernel,
                "graphs, and values that are not tensors, are run by the engine alone");
        Domain.Sample sample = sample(operator);
        boolean any = false;
        try (EngineBench bench = EngineBench.of(operator, registry, kernels)) {
            for (DType dtype : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16)) {
                for (Law law :
                        List.of(new BackendAgreement(dtype), new KernelMemory(dtype), new SpecialValues(dtype))) {
                    Verdict verdict = law.check(new Trial(bench, operator, sample, 1));
                    any |= verdict instanceof Verdict.Pass && law instanceof BackendAgreement;
                    assertEquals(
                            "", verdict instanceof Verdict.Fail(String details) ? law.name() + ": " + details : "");
                }
            }
        }
        Assumptions.assumeTrue(any, "no backend has a kernel of its own for the call");
    }

    /** {@return the largest of some draws that is not too large} */
    private static Domain.Sample sample(Operator operator) {
        SplittableRandom random = new SplittableRandom(11);
        Domain.Sample largest = operator.domain().sample(random, 1);
        for (int size = 2; size <= SIZE; size += 4) {
            Domain.Sample next = operator.domain().sample(random, size);
            if (elements(next) > elements(largest) && elements(next) <= MOST_ELEMENTS) {
                largest = next;
            }
        }
        return largest;
    }

    private static long elements(Domain.Sample sample) {
        return sample.inputs().stream()
                .filter(Objects::nonNull)
                .mapToLong(t -> t.elements())
                .sum();
    }
}
