package org.cotangent.train;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cotangent.spi.GraphException;
import org.cotangent.train.internal.NearNames;

/**
 * The initializers of a model: name, type, group, whether training changes them, and why. {@link #toString} is a table.
 */
public final class ParameterTable extends AbstractList<ParameterInfo> {
    private static final int WIDEST = 64;
    private static final List<String> HEADINGS = List.of("parameter", "type", "group", "training", "why");

    private final List<ParameterInfo> rows;

    ParameterTable(List<ParameterInfo> rows) {
        this.rows = List.copyOf(rows);
    }

    @Override
    public ParameterInfo get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    /** {@return the names of those that training changes} */
    public SequencedSet<String> trained() {
        return names(ParameterInfo::trained);
    }

    private SequencedSet<String> names(Predicate<ParameterInfo> condition) {
        return rows.stream()
                .filter(condition)
                .map(ParameterInfo::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * {@return the names of those that training can change and that one of these globs matches}
     *
     * <p>A glob is matched against each of {@link ParameterInfo#names}. In a glob {@code *} stands for any characters
     * but {@code .} and {@code /}, {@code **} for any characters, {@code ?} for one.
     *
     * @throws GraphException for globs that match no such initializer; the message has names that are close
     */
    public SequencedSet<String> select(Iterable<String> globs) {
        SequencedSet<String> selected = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String glob : globs) {
            NamePattern pattern = NamePattern.of(glob);
            Predicate<ParameterInfo> hit = info -> info.names().stream().anyMatch(pattern::matches);
            Set<String> names = names(hit.and(ParameterInfo::trainable));
            if (names.isEmpty()) {
                problems.add(problem(glob, rows.stream().filter(hit).toList()));
            }
            selected.addAll(names);
        }
        if (!problems.isEmpty()) {
            throw new GraphException(String.join("; ", problems));
        }
        return selected;
    }

    private String problem(String glob, List<ParameterInfo> hits) {
        if (!hits.isEmpty()) {
            ParameterInfo first = hits.getFirst();
            return "'" + glob + "' matches nothing that can be trained: '" + first.name() + "': " + first.reason();
        }
        Set<String> names = rows.stream()
                .filter(ParameterInfo::trainable)
                .flatMap(info -> info.names().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> groups = rows.stream()
                .filter(ParameterInfo::trainable)
                .map(ParameterInfo::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return "'" + glob + "' matches no trainable parameter; close names: " + NearNames.of(glob, names) + ", groups: "
                + NearNames.of(glob, groups);
    }

    /** {@return how many elements are trained, frozen and fixed} */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%,d initializers, %,d elements: %,d trained, %,d frozen, %,d fixed",
                size(),
                elements("trained") + elements("frozen") + elements("fixed"),
                elements("trained"),
                elements("frozen"),
                elements("fixed"));
    }

    private long elements(String status) {
        return rows.stream()
                .filter(info -> info.status().equals(status))
                .mapToLong(ParameterInfo::elements)
                .sum();
    }

    /** {@return the lines of the table, without the summary} */
    public List<String> lines() {
        List<List<String>> cells = new ArrayList<>(List.of(HEADINGS));
        for (ParameterInfo info : rows) {
            String title = info.anonymous() && !info.telling().equals(info.name())
                    ? info.name() + " (" + info.telling() + ")"
                    : info.name();
            cells.add(List.of(title, info.type().toString(), info.group(), info.status(), info.reason()));
        }
        StringBuilder format = new StringBuilder();
        for (int column = 0; column < HEADINGS.size() - 1; column++) {
            int k = column;
            int width =
                    cells.stream().mapToInt(row -> row.get(k).length()).max().orElse(0);
            format.append("%-").append(Math.min(WIDEST, width)).append("s  ");
        }
        return cells.stream()
                .map(row -> String.format(format + "%s", row.toArray()))
                .toList();
    }

    @Override
    public String toString() {
        return String.join("\n", lines()) + "\n" + summary();
    }
}
