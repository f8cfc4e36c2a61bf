package org.cotangent.testkit;

import java.util.List;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What came of one law in all cases.
 *
 * @param verdicts one per case, until the first failure
 * @param failure the smallest case that breaks the law, or null
 */
public record LawReport(String law, List<Verdict> verdicts, @Nullable Failure failure) {
    /** The share of inconclusive verdicts, among those that are not skipped, above which a law counts as not tested. */
    public static final double UNCERTAIN = 0.2;

    public long passed() {
        return verdicts.stream().filter(Verdict.Pass.class::isInstance).count();
    }

    public long inconclusive() {
        return verdicts.stream().filter(Verdict.Inconclusive.class::isInstance).count();
    }

    /** {@return why the law cannot be relied on, or null: it failed, or too much remained undecided} */
    public @Nullable String problem() {
        if (failure != null) {
            return failure.describe();
        }
        if (inconclusive() > UNCERTAIN * (inconclusive() + passed())) {
            return inconclusive() + " of " + (inconclusive() + passed()) + " cases are inconclusive, for instance: "
                    + verdicts.stream().filter(Verdict.Inconclusive.class::isInstance).findFirst().orElseThrow()
                    + ". Let the operator's domain keep a distance from points where it is not smooth.";
        }
        return null;
    }

    /** {@return why no case was looked at, or null if one was} */
    public @Nullable String skipped() {
        for (Verdict verdict : verdicts) {
            if (!(verdict instanceof Verdict.Skipped)) {
                return null;
            }
        }
        return verdicts.getFirst() instanceof Verdict.Skipped(String why) ? why : null;
    }
}
