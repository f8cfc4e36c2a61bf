package org.cotangent.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;
import org.jspecify.annotations.Nullable;

/** A group that is being filled. */
final class Draft {
    private final String label;
    private final String path;
    private final Family family;
    private final @Nullable Facts facts;
    private final int fixed;
    private final Map<String, Draft> scopes = new LinkedHashMap<>();
    /** What each entry gives when the group is built. */
    private final List<Function<IntSupplier, List<Item>>> entries = new ArrayList<>();

    private Draft(String label, String path, Family family, @Nullable Facts facts, int fixed) {
        this.label = label;
        this.path = path;
        this.family = family;
        this.facts = facts;
        this.fixed = fixed;
    }

    /** A group that stays whatever is in it, of this number. */
    static Draft fixed(int id, String label, String path, Family family, @Nullable Facts facts) {
        return new Draft(label, path, family, facts, id);
    }

    void add(Box box) {
        entries.add(ids -> List.of(box));
    }

    void add(Draft draft) {
        entries.add(ids -> List.of(draft.build(ids)));
    }

    /** {@return the group of a scope within this one} */
    Draft scope(List<String> names) {
        Draft found = this;
        for (String name : names) {
            Draft outer = found;
            found = outer.scopes.computeIfAbsent(name, n -> {
                Draft made = new Draft(n, outer.path.isEmpty() ? n : outer.path + "/" + n, Family.NONE, null, -1);
                outer.entries.add(made::folded);
                return made;
            });
        }
        return found;
    }

    /** {@return the group, which is a fixed one; scopes with fewer than two operators give way to what is in them} */
    Group build(IntSupplier ids) {
        return new Group(fixed, label, path, family, facts, members(ids));
    }

    private List<Item> members(IntSupplier ids) {
        return entries.stream().flatMap(entry -> entry.apply(ids).stream()).toList();
    }

    private List<Item> folded(IntSupplier ids) {
        List<Item> members = members(ids);
        if (members.size() == 1 && members.getFirst() instanceof Group only && !only.isNode()) {
            return List.of(
                    new Group(only.id(), label + "/" + only.label(), only.path(), only.family(), null, only.members()));
        }
        return operators(members) < 2
                ? members
                : List.of(new Group(
                        ids.getAsInt(),
                        label,
                        path,
                        family,
                        facts,
                        members.stream().map(this::shortened).toList()));
    }

    /** Initializers have names that begin with the scope, which need not be said within it. */
    private Item shortened(Item item) {
        String prefix = path.replace('/', '.') + ".";
        return item instanceof Box box
                        && box.kind() == Kind.INITIALIZER
                        && box.label().startsWith(prefix)
                ? new Box(
                        box.id(),
                        box.kind(),
                        box.label().substring(prefix.length()),
                        box.detail(),
                        box.family(),
                        box.derived(),
                        box.facts())
                : item;
    }

    private static int operators(List<Item> members) {
        int count = 0;
        for (Item member : members) {
            count += switch (member) {
                case Box box -> box.kind() == Kind.OPERATOR ? 1 : 0;
                case Group group -> 2;
            };
        }
        return count;
    }
}
