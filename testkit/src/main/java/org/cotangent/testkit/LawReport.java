package org.cotangent.testkit;

import java.util.List;
import java.util.Locale;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What came of one law in all cases.
 *
 * @param required whether at least one case must pass
 * @param verdicts one per case, until the first failure
 * @param failure the smallest case that breaks the law, or null
 */
public record LawReport(
        String law,
        boolean required,
        List<Verdict> verdicts,
        @Nullable Failure failure) {
    /**
     * The share of inconclusive verdicts, among those that decide or could have, above which a law counts as not
     * tested.
     */
    public static final double UNCERTAIN = 0.2;

    public LawReport {
        verdicts = List.copyOf(verdicts);
    }

    /** {@return how many verdicts are of this kind} */
    public long count(Class<? extends Verdict> kind) {
        return verdicts.stream().filter(kind::isInstance).count();
    }

    public long passed() {
        return count(Verdict.Pass.class);
    }

    /** {@return why the law cannot be relied on, or null: it failed, too much remained undecided, or nothing passed} */
    public @Nullable String problem() {
        long inconclusive = count(Verdict.Inconclusive.class);
        if (failure != null) {
            return failure.describe();
        }
        if (inconclusive > UNCERTAIN * (inconclusive + passed())) {
            return "'" + law + "': " + inconclusive + " of " + (inconclusive + passed())
                    + " cases are inconclusive, for instance: " + first(Verdict.Inconclusive.class)
                    + ". Let the operator's domain keep a distance from points where it is not smooth.";
        }
        return required && passed() == 0
                ? "'" + law + "' was not tested: no case passed (" + tally() + "), for instance: " + verdicts.getLast()
                : null;
    }

    private Verdict first(Class<? extends Verdict> kind) {
        return verdicts.stream().filter(kind::isInstance).findFirst().orElseThrow();
    }

    /** {@return why no case was decided, or null if one was} */
    public @Nullable String undecided() {
        if (failure != null || passed() > 0 || verdicts.isEmpty()) {
            return null;
        }
        return switch (verdicts.getFirst()) {
            case Verdict.Skipped(String why) -> why;
            case Verdict.Unsupported(String what) -> "unsupported: " + what;
            case Verdict verdict -> verdict.toString();
        };
    }

    /** {@return the number of verdicts of each kind} */
    public String tally() {
        return String.format(
                Locale.ROOT,
                "%d passed, %d failed, %d inconclusive, %d unsupported, %d skipped",
                passed(),
                count(Verdict.Fail.class),
                count(Verdict.Inconclusive.class),
                count(Verdict.Unsupported.class),
                count(Verdict.Skipped.class));
    }
}
