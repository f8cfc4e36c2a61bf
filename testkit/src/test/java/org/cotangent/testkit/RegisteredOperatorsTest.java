package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.law.EngineBench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every operator on the class path obeys every law, and no operator escapes them.
 *
 * <p>The system property {@code cotangent.profile} says how many calls are drawn: {@code quick}, {@code full} or
 * {@code long}. What was left undecided is listed in {@code target/laws}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class RegisteredOperatorsTest {
    /**
     * Maps come from outside a graph and leave it again: no graph of tensors can hold them. They have tests of their
     * own.
     */
    private static final Set<String> OF_MAPS = Set.of("CastMap", "DictVectorizer", "ZipMap");

    private static final long SEED = Long.getLong("cotangent.seed", 20250916);
    private static final Logger LOGGER = System.getLogger(RegisteredOperatorsTest.class.getName());

    private final Profile profile = Profile.chosen();
    private final OperatorRegistry registry = OperatorRegistry.load(getClass().getClassLoader());
    private final KernelRegistry kernels = KernelRegistry.load(getClass().getClassLoader());
    private final Coverage coverage = new Coverage();

    @Test
    void allPluginsLoad() {
        assertEquals(List.of(), registry.problems());
        assertTrue(registry.all().size() > 150, () -> "only " + registry.all().size() + " operators");
    }

    @TestFactory
    Stream<DynamicTest> obeyTheLaws() {
        ValueFrames frames = new ValueFrames(registry);
        return tested().map(operator -> DynamicTest.dynamicTest(
                operator.id().toString(),
                () -> examine(operator, ValueFrames.isNeededFor(operator) ? framed(frames, operator) : operator)));
    }

    private Stream<Operator> tested() {
        return registry.all().stream()
                .filter(operator -> !OF_MAPS.contains(operator.id().type()));
    }

    private static Operator framed(ValueFrames frames, Operator operator) {
        return Objects.requireNonNull(
                frames.of(operator),
                () -> operator.id() + " takes or gives values that are no tensors: frame it in ValueFrames");
    }

    private void examine(Operator operator, Operator tested) {
        List<LawReport> reports;
        try (EngineBench bench = EngineBench.of(tested, registry, kernels)) {
            int tries = Integer.getInteger("cotangent.tries", profile.tries());
            reports = new Examination(tested, SEED, tries, profile.size()).run(bench);
        }
        coverage.add(operator.id().toString(), reports);
        List<String> problems = new ArrayList<>();
        for (LawReport report : reports) {
            String problem = report.problem();
            if (problem != null) {
                problems.add(problem);
            }
        }
        assertTrue(problems.isEmpty(), () -> String.join("\n\n", problems));
    }

    @AfterAll
    void noOperatorEscapes() throws IOException {
        kernels.backends().forEach(backend -> backend.close());
        Path folder = Files.createDirectories(Path.of("target", "laws"));
        Files.writeString(folder.resolve("laws.tsv"), coverage.byLaw());
        Files.writeString(folder.resolve("undecided.tsv"), coverage.undecided());
        LOGGER.log(Level.INFO, () -> "laws, " + profile + ", seed " + SEED + ": " + coverage.summary());
        assertEquals(List.of(), coverage.missing(tested().toList()), "operators that no law has looked at");
    }
}
