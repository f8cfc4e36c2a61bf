package org.cotangent.testkit;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.Execution;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.Workbench;
import org.jspecify.annotations.Nullable;

/**
 * Makes a case that breaks a law small. Every smaller case is a legal call and breaks the same law.
 *
 * @param seed of the examination, for the report
 */
record Shrinking(Workbench bench, Law law, long seed) {
    private static final int REDRAWS = 12;
    private static final int STEPS = 150;
    private static final Law LEGAL = new Execution();

    /** A case that fails, and how. */
    private record Found(Case which, String details) {}

    /** {@return the smallest case that was found} */
    Failure failure(Case failing, String details) {
        Found found = redrawn(new Found(failing, details));
        int steps = 0;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Domain.Sample candidate : Simpler.than(found.which()).toList()) {
                Found next = steps++ < STEPS ? examined(found.which().with(candidate)) : null;
                if (next != null) {
                    found = next;
                    smaller = true;
                    break;
                }
            }
        }
        return new Failure(found.which(), law.name(), seed, found.details());
    }

    /** {@return what the case shows, if it is a legal call that breaks the law; else null} */
    private @Nullable Found examined(Case candidate) {
        try {
            boolean legal =
                    law instanceof Execution || Laws.verdict(LEGAL, candidate.on(bench)) instanceof Verdict.Pass;
            return legal && Laws.verdict(law, candidate.on(bench)) instanceof Verdict.Fail(String details)
                    ? new Found(candidate, details)
                    : null;
        } catch (CotangentException e) {
            return null;
        }
    }

    /** Draws again, from the smallest size upwards, and takes the smallest call that breaks the law. */
    private Found redrawn(Found failing) {
        Operator operator = failing.which().operator();
        for (int size = 1; size <= failing.which().size(); size++) {
            int atSize = size;
            List<Case> cases = Stream.generate(
                            new SplittableRandom(failing.which().seed() + size)::nextLong)
                    .limit(REDRAWS)
                    .map(from -> Case.drawn(operator, atSize, from))
                    .sorted(Comparator.comparingLong(Case::elements))
                    .toList();
            for (Case candidate : cases) {
                Found found = examined(candidate);
                if (found != null) {
                    return found;
                }
            }
        }
        return failing;
    }
}
