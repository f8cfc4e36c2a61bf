package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;

/**
 * What came of laws for many operators: nothing that was left undecided goes unseen. Safe for use by several threads.
 */
public final class Coverage {
    private static final Map<String, Class<? extends Verdict>> KINDS = kinds();

    private final SortedMap<String, List<LawReport>> reports = new ConcurrentSkipListMap<>();

    private static Map<String, Class<? extends Verdict>> kinds() {
        Map<String, Class<? extends Verdict>> kinds = new LinkedHashMap<>();
        kinds.put("passed", Verdict.Pass.class);
        kinds.put("failed", Verdict.Fail.class);
        kinds.put("inconclusive", Verdict.Inconclusive.class);
        kinds.put("unsupported", Verdict.Unsupported.class);
        kinds.put("skipped", Verdict.Skipped.class);
        return kinds;
    }

    /** Adds what came of an examination. */
    public void add(String operator, List<LawReport> found) {
        reports.put(operator, List.copyOf(found));
    }

    /** {@return the names of the operators} */
    public List<String> operators() {
        return List.copyOf(reports.keySet());
    }

    /** {@return the names of those operators that no examination was added for} */
    public List<String> missing(Collection<? extends Operator> registered) {
        return registered.stream()
                .map(operator -> operator.id().toString())
                .filter(name -> !reports.containsKey(name))
                .sorted()
                .toList();
    }

    /** {@return one line with the number of operators, and of verdicts of each kind} */
    public String summary() {
        List<LawReport> all = reports.values().stream().flatMap(List::stream).toList();
        return reports.size() + " operators: " + counts(all, ", ", name -> " " + name);
    }

    /** {@return for each law the number of verdicts of each kind, a line each, separated by tabs} */
    public String byLaw() {
        Map<String, List<LawReport>> laws = new LinkedHashMap<>();
        reports.values()
                .forEach(each -> each.forEach(report -> laws.computeIfAbsent(report.law(), law -> new ArrayList<>())
                        .add(report)));
        StringBuilder table = new StringBuilder("law\t" + String.join("\t", KINDS.keySet()) + "\n");
        laws.forEach((law, each) -> table.append(law)
                .append('\t')
                .append(counts(each, "\t", name -> ""))
                .append('\n'));
        return table.toString();
    }

    /**
     * {@return for each operator and law that was decided in no case why that is so, a line each, separated by tabs}
     */
    public String undecided() {
        StringBuilder table = new StringBuilder("operator\tlaw\twhy\n");
        reports.forEach((operator, each) -> each.forEach(report -> {
            String why = report.undecided();
            if (why != null) {
                table.append(operator).append('\t').append(report.law()).append('\t');
                table.append(why.replaceAll("\\s+", " ")).append('\n');
            }
        }));
        return table.toString();
    }

    private static String counts(List<LawReport> reports, String between, Function<String, String> unit) {
        List<String> counts = new ArrayList<>();
        KINDS.forEach((name, kind) -> counts.add(String.format(
                        Locale.ROOT,
                        "%d",
                        reports.stream().mapToLong(r -> r.count(kind)).sum())
                + unit.apply(name)));
        return String.join(between, counts);
    }
}
