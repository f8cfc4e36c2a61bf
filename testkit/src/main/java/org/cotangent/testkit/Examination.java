package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.Execution;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.Trial;
import org.cotangent.testkit.law.Workbench;
import org.jspecify.annotations.Nullable;

/**
 * Checks all laws on random calls from the domain of an operator. The same seed gives the same calls.
 *
 * @param tries how many calls; their size grows from 1 to {@code size}
 */
public record Examination(Operator operator, long seed, int tries, int size) {
    private static final int REDRAWS = 12;

    /** One call, drawn from this seed at this size. */
    private record Case(Domain.Sample sample, int size, long seed) {
        long elements() {
            return sample.inputs().stream()
                    .filter(Objects::nonNull)
                    .mapToLong(Tensor::elements)
                    .sum();
        }
    }

    /**
     * {@return the usual examination}
     *
     * <p>The system properties {@code cotangent.seed} and {@code cotangent.tries} change seed and number of calls.
     */
    public static Examination of(Operator operator) {
        return new Examination(operator, Long.getLong("cotangent.seed", 20250916L), Integer.getInteger("cotangent.tries", 10), 4);
    }

    /** {@return a report per law} */
    public List<LawReport> run() {
        try (EngineBench bench = EngineBench.of(operator)) {
            return run(bench);
        }
    }

    /** {@return a report per law, with this bench} */
    public List<LawReport> run(Workbench bench) {
        List<Law> laws = Laws.all();
        List<List<Verdict>> verdicts = new ArrayList<>();
        List<@Nullable Failure> failures = new ArrayList<>();
        laws.forEach(law -> {
            verdicts.add(new ArrayList<>());
            failures.add(null);
        });
        for (int n = 0; n < tries; n++) {
            Case drawn = draw(1 + n * size / tries, mixed(seed, n));
            List<Law> open = IntStream.range(0, laws.size())
                    .filter(i -> failures.get(i) == null || laws.get(i) instanceof Execution)
                    .mapToObj(laws::get)
                    .toList();
            List<Finding> findings = Laws.check(open, trial(bench, drawn));
            for (int k = 0; k < open.size(); k++) {
                int i = laws.indexOf(open.get(k));
                Verdict verdict = findings.get(k).verdict();
                verdicts.get(i).add(verdict);
                if (verdict instanceof Verdict.Fail(String details) && failures.get(i) == null) {
                    failures.set(i, smallest(bench, laws.get(i), drawn, details));
                }
            }
        }
        return IntStream.range(0, laws.size())
                .mapToObj(i -> new LawReport(laws.get(i).name(), verdicts.get(i), failures.get(i)))
                .toList();
    }

    private Case draw(int atSize, long from) {
        return new Case(operator.domain().sample(new SplittableRandom(from), atSize), atSize, from);
    }

    private Trial trial(Workbench bench, Case drawn) {
        return new Trial(bench, operator, drawn.sample(), drawn.seed());
    }

    private static long mixed(long seed, long n) {
        return new SplittableRandom(seed + 0x9E3779B97F4A7C15L * n).nextLong();
    }

    /** Draws again, from the smallest size upwards, and takes the smallest call that breaks the law; then rounds it. */
    private Failure smallest(Workbench bench, Law law, Case failing, String details) {
        for (int smaller = 1; smaller <= failing.size(); smaller++) {
            int atSize = smaller;
            List<Case> cases = IntStream.range(0, REDRAWS)
                    .mapToObj(n -> draw(atSize, mixed(failing.seed(), n + 1L)))
                    .sorted(Comparator.comparingLong(Case::elements))
                    .toList();
            for (Case candidate : cases) {
                if (Laws.verdict(law, trial(bench, candidate)) instanceof Verdict.Fail(String why)) {
                    Case rounded = rounded(candidate);
                    return Laws.verdict(law, trial(bench, rounded)) instanceof Verdict.Fail(String simpler)
                            ? failure(law, rounded, simpler)
                            : failure(law, candidate, why);
                }
            }
        }
        return failure(law, failing, details);
    }

    private Failure failure(Law law, Case which, String details) {
        return new Failure(operator, law.name(), which.sample(), which.size(), seed, details);
    }

    /** The call with few digits, which is easier to read. */
    private static Case rounded(Case exact) {
        List<@Nullable Tensor> inputs = new ArrayList<>();
        for (Tensor input : exact.sample().inputs()) {
            if (input == null || input.dtype() != DType.DOUBLE) {
                inputs.add(input);
                continue;
            }
            Tensor rounded = Tensor.allocate(input.type());
            for (long i = 0; i < input.elements(); i++) {
                rounded.setDouble(i, Math.rint(8 * input.getDouble(i)) / 8);
            }
            inputs.add(rounded);
        }
        Domain.Sample sample = exact.sample();
        return new Case(new Domain.Sample(sample.attributes(), inputs, sample.outputs()), exact.size(), exact.seed());
    }
}
