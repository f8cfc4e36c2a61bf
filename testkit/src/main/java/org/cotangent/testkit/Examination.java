package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.Execution;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.Workbench;
import org.jspecify.annotations.Nullable;

/**
 * Checks laws on random calls from the domain of an operator. The same seed gives the same calls.
 *
 * <p>A law that is {@linkplain Law#isRequiredOf required} and that no call has tested gets some more calls of its own.
 *
 * @param tries how many calls; their size grows from 1 to {@code size}
 */
public record Examination(Operator operator, List<Law> laws, long seed, int tries, int size) {
    private static final int PATIENCE = 24;

    public Examination {
        laws = List.copyOf(laws);
    }

    /** An examination by {@linkplain Laws#all all laws}. */
    public Examination(Operator operator, long seed, int tries, int size) {
        this(operator, Laws.all(), seed, tries, size);
    }

    /** What has come of one law so far. */
    private static final class Progress {
        private final Law law;
        private final boolean required;
        private final List<Verdict> verdicts = new ArrayList<>();
        private @Nullable Failure failure;

        Progress(Law law, Operator operator) {
            this.law = law;
            this.required = law.isRequiredOf(operator);
        }

        boolean isOpen() {
            return failure == null || law instanceof Execution;
        }

        boolean isUntested() {
            return required && failure == null && verdicts.stream().noneMatch(Verdict.Pass.class::isInstance);
        }

        LawReport report() {
            return new LawReport(law.name(), required, verdicts, failure);
        }
    }

    /**
     * {@return the usual examination}
     *
     * <p>The system properties {@code cotangent.seed} and {@code cotangent.tries} change seed and number of calls.
     */
    public static Examination of(Operator operator) {
        return new Examination(
                operator, Long.getLong("cotangent.seed", 20250916L), Integer.getInteger("cotangent.tries", 10), 4);
    }

    /** {@return the same examination by further laws too} */
    public Examination with(List<Law> more) {
        List<Law> all = new ArrayList<>(laws);
        all.addAll(more);
        return new Examination(operator, all, seed, tries, size);
    }

    /** {@return a report per law} */
    public List<LawReport> run() {
        try (EngineBench bench = EngineBench.of(operator)) {
            return run(bench);
        }
    }

    /** {@return a report per law, with this bench} */
    public List<LawReport> run(Workbench bench) {
        List<Progress> all =
                laws.stream().map(law -> new Progress(law, operator)).toList();
        for (int n = 0; n < tries; n++) {
            check(bench, Case.drawn(operator, 1 + n * size / tries, mixed(n)), all);
        }
        for (int n = tries; n < tries + PATIENCE && all.stream().anyMatch(Progress::isUntested); n++) {
            check(
                    bench,
                    Case.drawn(operator, 1 + n % size, mixed(n)),
                    all.stream().filter(Progress::isUntested).toList());
        }
        return all.stream().map(Progress::report).toList();
    }

    private void check(Workbench bench, Case drawn, List<Progress> laws) {
        List<Progress> open = laws.stream().filter(Progress::isOpen).toList();
        List<Finding> findings =
                Laws.check(open.stream().map(progress -> progress.law).toList(), drawn.on(bench));
        for (int i = 0; i < open.size(); i++) {
            Progress progress = open.get(i);
            Verdict verdict = findings.get(i).verdict();
            progress.verdicts.add(verdict);
            if (verdict instanceof Verdict.Fail(String details) && progress.failure == null) {
                progress.failure = new Shrinking(bench, progress.law, seed).failure(drawn, details);
            }
        }
    }

    private long mixed(long n) {
        return new SplittableRandom(seed + 0x9E3779B97F4A7C15L * n).nextLong();
    }
}
