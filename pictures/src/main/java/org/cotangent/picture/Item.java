package org.cotangent.picture;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that stands in a picture. */
public sealed interface Item {
    /** {@return its number, by which wires and layouts refer to it} */
    int id();

    /** {@return what is written on it} */
    String label();

    Family family();

    /** {@return whether it belongs to a derivative} */
    boolean derived();

    /** {@return what is known of the operator or value that it stands for; null if it stands for none} */
    @Nullable
    Facts facts();

    /** What a box stands for. */
    enum Kind {
        OPERATOR,
        INPUT,
        OUTPUT,
        INITIALIZER
    }

    /**
     * A node, an input, an output or an initializer.
     *
     * @param detail a second line; empty for none
     */
    record Box(int id, Kind kind, String label, String detail, Family family, boolean derived, Facts facts)
            implements Item {}

    /**
     * Items that stand together and may be folded into one: a scope of the program that was exported, a node that holds
     * graphs, or one of its graphs.
     *
     * @param path where it stands, for people
     */
    record Group(
            int id,
            String label,
            String path,
            Family family,
            @Nullable Facts facts,
            List<Item> members) implements Item {
        public Group {
            members = List.copyOf(members);
        }

        /** {@return whether it stands for a node that holds graphs} */
        public boolean isNode() {
            return facts != null;
        }

        /** {@return whether there are operators in it, and all of them belong to a derivative} */
        @Override
        public boolean derived() {
            List<Box> inner = boxes().filter(box -> box.kind() == Kind.OPERATOR).toList();
            return !inner.isEmpty() && inner.stream().allMatch(Box::derived);
        }

        /** {@return how many operators stand in it, at any depth} */
        public long operators() {
            return boxes().filter(box -> box.kind() == Kind.OPERATOR).count()
                    + groups().skip(1).filter(Group::isNode).count();
        }

        /** {@return the boxes in it, at any depth} */
        public Stream<Box> boxes() {
            return members.stream().flatMap(member -> switch (member) {
                case Box box -> Stream.of(box);
                case Group group -> group.boxes();
            });
        }

        /** {@return itself and the groups in it, at any depth, each before those in it} */
        public Stream<Group> groups() {
            return Stream.concat(
                    Stream.of(this),
                    members.stream().flatMap(member -> member instanceof Group group ? group.groups() : Stream.of()));
        }
    }
}
