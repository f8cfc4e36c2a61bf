package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.testkit.law.EngineBench;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operator on the class path obeys every law, and no operator escapes them. */
class RegisteredOperatorsTest {
    private static final long SEED = 20250916;
    private static final int TRIES = Integer.getInteger("cotangent.tries", 3);
    private static final int SIZE = 3;

    private final OperatorRegistry registry = OperatorRegistry.load(getClass().getClassLoader());
    private final KernelRegistry kernels = KernelRegistry.load(getClass().getClassLoader());

    @Test
    void allPluginsLoad() {
        assertEquals(List.of(), registry.problems());
        assertTrue(registry.all().size() > 100, () -> "only " + registry.all().size() + " operators");
    }

    @TestFactory
    Stream<DynamicTest> obeyTheLaws() {
        return registry.all().stream()
                .filter(RegisteredOperatorsTest::isOfTensors)
                .map(operator -> DynamicTest.dynamicTest(operator.id().toString(), () -> examine(operator)));
    }

    /**
     * Samples are tensors: what takes or gives sequences is tested in graphs, by {@link SequenceDerivativesTest}, and maps
     * have no derivatives.
     */
    private static boolean isOfTensors(Operator operator) {
        return Stream.concat(operator.signature().inputs().stream(), operator.signature().outputs().stream())
                .map(port -> port.type().kind())
                .noneMatch(kind -> kind == TypeVariable.Kind.SEQUENCE
                        || kind == TypeVariable.Kind.OPTIONAL
                        || kind == TypeVariable.Kind.MAP);
    }

    private void examine(Operator operator) {
        List<LawReport> reports;
        try (EngineBench bench = EngineBench.of(operator, registry, kernels)) {
            reports = new Examination(operator, Long.getLong("cotangent.seed", SEED), TRIES, SIZE).run(bench);
        }
        List<String> problems = new ArrayList<>();
        for (LawReport report : reports) {
            String problem = report.problem();
            if (problem != null) {
                problems.add(problem);
            }
        }
        assertTrue(problems.isEmpty(), () -> String.join("\n\n", problems));
    }
}
