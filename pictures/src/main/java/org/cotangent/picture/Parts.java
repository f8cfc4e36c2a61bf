package org.cotangent.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;

/**
 * Takes groups apart that hold more than one can look at or lay out: what stands in them becomes groups of its own, in
 * the order of the graph. Graphs that came without scopes are drawn in this way.
 */
final class Parts {
    /** Groups of so many operators and groups are left alone. */
    private static final int MANY = 600;

    private static final int PART = 200;

    private final Map<Integer, List<Integer>> readers = new HashMap<>();
    private final IntSupplier ids;

    /** @param ids gives numbers to groups that are made */
    Parts(List<Wire> wires, IntSupplier ids) {
        this.ids = ids;
        wires.forEach(wire ->
                readers.computeIfAbsent(wire.from(), from -> new ArrayList<>()).add(wire.to()));
    }

    /** {@return the group, with no more in it or in a group within it than there should be} */
    Group of(Group group) {
        List<Item> members = group.members().stream()
                .map(member -> member instanceof Group inner ? of(inner) : member)
                .toList();
        long work = members.stream().filter(Parts::works).count();
        return work <= MANY ? with(group, members) : of(with(group, parted(group, members, work)));
    }

    private static Group with(Group group, List<Item> members) {
        return new Group(group.id(), group.label(), group.path(), group.family(), group.facts(), members);
    }

    private static boolean works(Item item) {
        return switch (item) {
            case Box box -> box.kind() == Kind.OPERATOR;
            case Group _ -> true;
        };
    }

    private List<Item> parted(Group group, List<Item> members, long work) {
        int count = Math.toIntExact((work + PART - 1) / PART);
        List<List<Item>> parts =
                Stream.<List<Item>>generate(ArrayList::new).limit(count).toList();
        Map<Integer, Integer> partOf = new HashMap<>();
        int n = 0;
        for (Item member : members) {
            if (works(member)) {
                int part = n++ / PART;
                parts.get(part).add(member);
                inside(member).forEach(id -> partOf.put(id, part));
            }
        }
        List<Item> outside = new ArrayList<>();
        for (Item member : members) {
            if (!works(member)) {
                int part = member instanceof Box box && box.kind() == Kind.INITIALIZER ? only(box, partOf) : -1;
                (part < 0 ? outside : parts.get(part)).add(member);
            }
        }
        for (int i = 0; i < count; i++) {
            String label = "part " + (i + 1) + " of " + count;
            String path = group.path().isEmpty() ? label : group.path() + "/" + label;
            outside.add(new Group(ids.getAsInt(), label, path, Family.NONE, null, parts.get(i)));
        }
        return outside;
    }

    /** The number of an item and of all that is in it. */
    private static Stream<Integer> inside(Item item) {
        return switch (item) {
            case Box box -> Stream.of(box.id());
            case Group group ->
                Stream.concat(group.groups().map(Group::id), group.boxes().map(Box::id));
        };
    }

    /** The part in which all readers of an initializer stand, -1 if there is no such. */
    private int only(Box initializer, Map<Integer, Integer> partOf) {
        Set<Integer> found = new HashSet<>();
        readers.getOrDefault(initializer.id(), List.of()).forEach(reader -> found.add(partOf.getOrDefault(reader, -1)));
        return found.size() == 1 ? found.iterator().next() : -1;
    }
}
