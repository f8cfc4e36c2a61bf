package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.backend.BackendLaw;
import org.cotangent.testkit.backend.BackendLaws;
import org.cotangent.testkit.backend.BackendUnderTest;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.EngineBench;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The test of a backend: extend it and say its name.
 *
 * <p>{@snippet : class AcmeBackendTest extends BackendContract { protected String backend() { return "acme"; } } }
 *
 * <p>There is a test per law of backends, and a test per operator on the class path, whose random calls are compared
 * with portable kernels. {@code -Dcotangent.seed=...} draws other calls, {@code -Dcotangent.tries=...} more of them.
 * Where the backend cannot be used, tests are skipped and say why, unless it {@linkplain #isRequired is required}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {
    private static final int SIZE = 3;
    private static final long SEED = Long.getLong("cotangent.seed", 20250916L);

    /** They come from outside a graph and leave it again: no graph of tensors can hold them. */
    private static final Set<String> OF_MAPS = Set.of("CastMap", "DictVectorizer", "ZipMap");

    private final BackendUnderTest tested =
            BackendUnderTest.of(backend(), getClass().getClassLoader()).withMemory(this::memory);
    private BackendUnderTest.@Nullable Open open;

    /** {@return the name of the backend, which is found by {@link java.util.ServiceLoader}} */
    protected abstract String backend();

    /** {@return whether tests fail, instead of being skipped, where the backend cannot be used} */
    protected boolean isRequired() {
        return false;
    }

    /** {@return how many calls of each operator are drawn} */
    protected int tries() {
        return Integer.getInteger("cotangent.tries", 2);
    }

    /** {@return the types in which calls are compared: of floats, and of integers} */
    protected List<DType> dtypes() {
        return BackendLaws.dtypes();
    }

    /** {@return whether calls of the operator are compared} */
    protected boolean isTested(Operator operator) {
        return true;
    }

    /**
     * {@return the bytes that the backend holds outside the Java heap, if they are known; unless told, those of the
     * process}
     */
    protected OptionalLong memory(Backend backend) {
        return BackendUnderTest.processMemory();
    }

    @BeforeAll
    final void open() {
        BackendUnderTest.Open opened = tested.open();
        open = opened;
        for (Backend backend : opened.kernels().backends()) {
            if (!isRequired()
                    && backend.name().equals(backend())
                    && backend.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
                Assumptions.abort("skipped: " + reason + ". " + remedy);
            }
        }
        opened.backend();
    }

    @AfterAll
    final void close() {
        if (open != null) {
            open.close();
        }
    }

    @TestFactory
    final Stream<DynamicTest> obeysTheLawsOfBackends() {
        return BackendLaws.all().stream().map(law -> DynamicTest.dynamicTest(law.name(), () -> verify(law)));
    }

    private void verify(BackendLaw law) {
        switch (law.check(tested)) {
            case Verdict.Fail(String details) -> Assertions.fail("'" + law.name() + "': " + details);
            case Verdict.Skipped(String why) -> Assumptions.abort(why);
            case Verdict.Inconclusive(String why) -> Assumptions.abort(why);
            case Verdict.Unsupported(String what) -> Assumptions.abort(what);
            case Verdict.Pass pass -> {}
        }
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    final Stream<DynamicTest> computesWhatPortableKernelsCompute() {
        return tested.operators().all().stream()
                .filter(operator -> !OF_MAPS.contains(operator.id().type()) && isTested(operator))
                .map(operator -> DynamicTest.dynamicTest(operator.id().toString(), () -> verify(operator)));
    }

    /** {@return the operator, as one on tensors} */
    private Operator framed(Operator operator) {
        Operator framed =
                ValueFrames.isNeededFor(operator) ? new ValueFrames(tested.operators()).of(operator) : operator;
        return framed != null
                ? framed
                : Assumptions.abort(operator.id() + " takes or gives values that are no tensors: see Framed");
    }

    private void verify(Operator operator) {
        Operator framed = framed(operator);
        List<LawReport> reports;
        try (EngineBench bench = EngineBench.of(
                framed, tested.operators(), Objects.requireNonNull(open).kernels(), backend())) {
            reports = new Examination(framed, BackendLaws.ofCalls(dtypes()), SEED, tries(), SIZE).run(bench);
        }
        List<String> problems = new ArrayList<>();
        boolean decided = false;
        for (LawReport report : reports) {
            String problem = report.problem();
            if (problem != null) {
                problems.add(problem);
            }
            decided |= report.undecided() == null && !(report.law().equals("samples run"));
        }
        if (!problems.isEmpty()) {
            Assertions.fail(String.join("\n\n", problems));
        }
        Assumptions.assumeTrue(decided, () -> String.valueOf(reports.getLast().undecided()));
    }
}
