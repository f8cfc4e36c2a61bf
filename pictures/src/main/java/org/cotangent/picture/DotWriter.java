package org.cotangent.picture;

import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;

/** Writes pictures in the language of Graphviz, all groups open. */
public final class DotWriter {
    private DotWriter() {}

    /** {@return the text of a DOT file} */
    public static String write(Picture picture) {
        StringBuilder out = new StringBuilder("digraph " + quoted(picture.title()) + " {\n");
        out.append("  rankdir=TB; compound=true; fontname=\"Helvetica\"; fontsize=11;\n");
        out.append("  node [fontname=\"Helvetica\", fontsize=11, style=\"filled,rounded\", color=\"#64748b\"];\n");
        out.append("  edge [fontname=\"Helvetica\", fontsize=8, color=\"#64748b\", arrowsize=0.6];\n");
        members(out, picture.root(), "  ");
        for (Wire wire : picture.wires()) {
            out.append("  ")
                    .append("n")
                    .append(wire.from())
                    .append(" -> ")
                    .append("n")
                    .append(wire.to());
            out.append(" [label=")
                    .append(quoted(wire.type()))
                    .append(", tooltip=")
                    .append(quoted(wire.name()));
            out.append(wire.derived() ? ", color=\"#e11d48\"];\n" : "];\n");
        }
        return out.append("}\n").toString();
    }

    private static void members(StringBuilder out, Group group, String indent) {
        for (Item member : group.members()) {
            switch (member) {
                case Box box -> box(out, box, indent);
                case Group inner -> {
                    out.append(indent)
                            .append("subgraph cluster_")
                            .append(inner.id())
                            .append(" {\n");
                    out.append(indent).append("  label=").append(quoted(inner.label()));
                    out.append("; tooltip=").append(quoted(inner.path())).append("; color=\"#94a3b8\";\n");
                    if (inner.facts() != null) {
                        // What goes into a node that holds graphs needs an end.
                        out.append(indent).append("  n").append(inner.id()).append(" [label=");
                        out.append(quoted(inner.label())).append(", shape=box];\n");
                    }
                    members(out, inner, indent + "  ");
                    out.append(indent).append("}\n");
                }
            }
        }
    }

    private static void box(StringBuilder out, Box box, String indent) {
        String text = box.detail().isEmpty() ? box.label() : box.label() + "\n" + box.detail();
        String shape = switch (box.kind()) {
            case OPERATOR -> "box";
            case INPUT, OUTPUT -> "oval";
            case INITIALIZER -> "note";
        };
        out.append(indent).append("n").append(box.id()).append(" [label=").append(quoted(text));
        out.append(", shape=").append(shape).append(", fillcolor=\"").append(Palette.fill(box));
        out.append(box.derived() ? "\", color=\"#e11d48" : "");
        out.append("\", tooltip=").append(quoted(box.facts().name())).append("];\n");
    }

    /** A text that Graphviz shows as it is: it knows the escapes of C and the entities of HTML. */
    private static String quoted(String text) {
        return '"'
                + Texts.visible(text)
                        .replace("&", "&amp;")
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                + '"';
    }
}
