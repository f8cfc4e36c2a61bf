package org.cotangent.picture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.picture.Item.Group;

/**
 * What is in a group, as seen when the groups in it are folded.
 *
 * @param entries where values come in, at its upper border, by signal
 * @param exits where values leave, at its lower border, by signal
 */
record Level(Group group, Map<Integer, Stub> entries, Map<Integer, Stub> exits, List<Line> lines) {
    /** Beyond so many lines, one is drawn for all values that go the same way, and at last none. */
    private static final int MANY = 2_000;

    /** Where a value crosses the border of a group. */
    record Stub(int id, int signal) {}

    /**
     * A line between two members or stubs.
     *
     * @param wire one of the wires that it stands for
     * @param arrives whether it ends at a member, not at a stub
     */
    record Line(int from, int to, Wire wire, boolean arrives) {}

    /** {@return the length of all lines, in layers, if each member stands one below the lowest that it takes from} */
    int length() {
        Map<Integer, Integer> layers = new HashMap<>();
        for (Line line : lines) {
            layers.merge(line.to(), layers.getOrDefault(line.from(), 0) + 1, Math::max);
        }
        return lines.stream()
                .mapToInt(line -> Math.abs(layers.getOrDefault(line.to(), 0) - layers.getOrDefault(line.from(), 0)))
                .sum();
    }

    /** {@return the levels of a picture by the numbers of their groups; stubs have numbers beyond those of items} */
    static Map<Integer, Level> of(Picture picture) {
        return new Sorter(picture).sort();
    }

    /** Takes every wire apart at the borders that it crosses. */
    private static final class Sorter {
        private final Picture picture;
        private final Map<Integer, Integer> parents = new HashMap<>();
        private final Map<Integer, Map<Integer, Stub>> entries = new LinkedHashMap<>();
        private final Map<Integer, Map<Integer, Stub>> exits = new HashMap<>();
        private final Map<Integer, Map<String, Line>> lines = new HashMap<>();
        private int ids;

        Sorter(Picture picture) {
            this.picture = picture;
            picture.root().groups().forEach(group -> {
                ids = Math.max(ids, group.id());
                for (Item member : group.members()) {
                    parents.put(member.id(), group.id());
                    ids = Math.max(ids, member.id());
                }
                entries.put(group.id(), new LinkedHashMap<>());
                exits.put(group.id(), new LinkedHashMap<>());
                lines.put(group.id(), new LinkedHashMap<>());
            });
        }

        Map<Integer, Level> sort() {
            picture.wires().forEach(this::sort);
            Map<Integer, Level> levels = new LinkedHashMap<>();
            picture.root().groups().forEach(group -> levels.put(group.id(), level(group)));
            return levels;
        }

        private Level level(Group group) {
            List<Line> drawn = drawn(of(lines, group.id()).values());
            Set<Integer> ends = new HashSet<>();
            drawn.forEach(line -> {
                ends.add(line.from());
                ends.add(line.to());
            });
            Map<Integer, Stub> in = of(entries, group.id());
            Map<Integer, Stub> out = of(exits, group.id());
            in.values().removeIf(stub -> !ends.contains(stub.id()));
            out.values().removeIf(stub -> !ends.contains(stub.id()));
            return new Level(group, in, out, drawn);
        }

        private static List<Line> drawn(Collection<Line> lines) {
            if (lines.size() <= MANY) {
                return List.copyOf(lines);
            }
            Map<String, Line> ways = new LinkedHashMap<>();
            lines.forEach(line -> ways.putIfAbsent(line.from() + " " + line.to(), line));
            return ways.values().stream().limit(MANY).toList();
        }

        private static <K, V> Map<K, V> of(Map<Integer, Map<K, V>> maps, int group) {
            return Objects.requireNonNull(maps.get(group));
        }

        private void sort(Wire wire) {
            List<Integer> above = ancestors(wire.from());
            int from = wire.from();
            int to = wire.to();
            List<Integer> aboveTo = ancestors(to);
            int shared = aboveTo.stream().filter(above::contains).findFirst().orElseThrow();
            for (int group : above.subList(0, above.indexOf(shared))) {
                Stub stub = of(exits, group).computeIfAbsent(wire.signal(), s -> new Stub(++ids, s));
                line(group, from, stub.id(), wire, false);
                from = group;
            }
            for (int group : aboveTo.subList(0, aboveTo.indexOf(shared))) {
                Stub stub = of(entries, group).computeIfAbsent(wire.signal(), s -> new Stub(++ids, s));
                line(group, stub.id(), to, wire, true);
                to = group;
            }
            line(shared, from, to, wire, true);
        }

        private void line(int group, int from, int to, Wire wire, boolean arrives) {
            of(lines, group).putIfAbsent(from + " " + to + " " + wire.signal(), new Line(from, to, wire, arrives));
        }

        /** The groups around an item, the innermost first. */
        private List<Integer> ancestors(int item) {
            List<Integer> above = new ArrayList<>();
            for (Integer group = parents.get(item); group != null; group = parents.get(group)) {
                above.add(group);
            }
            return above;
        }
    }
}
