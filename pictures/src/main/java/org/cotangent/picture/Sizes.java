package org.cotangent.picture;

import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;

/** How large items are, in pixels: estimated from their texts, since fonts differ from reader to reader. */
final class Sizes {
    static final double LABEL_FONT = 12.5;
    static final double SMALL_FONT = 10;
    /** Above what is in an open group. */
    static final double HEADER = 34;
    /** Beside and below what is in an open group. */
    static final double PADDING = 18;

    private static final double MARGIN = 13;
    private static final int LONGEST_LABEL = 34;

    private Sizes() {}

    /** A width and a height. */
    record Size(double width, double height) {
        Size {
            // The middle is a whole number, so that lines between middles are straight.
            width = 2 * Math.ceil(width / 2);
        }
    }

    /** {@return the size of an item, folded if it is a group} */
    static Size of(Item item) {
        return switch (item) {
            case Box box -> of(box);
            case Group group ->
                new Size(
                        Math.max(96, Math.max(width(label(group), LABEL_FONT), width(detail(group), SMALL_FONT)) + 46),
                        46);
        };
    }

    private static Size of(Box box) {
        double label = width(label(box), box.kind() == Kind.INITIALIZER ? 11 : LABEL_FONT);
        double detail = width(box.detail(), SMALL_FONT);
        return switch (box.kind()) {
            case OPERATOR ->
                new Size(
                        Math.max(70, Math.max(label, detail) + 2 * MARGIN),
                        box.detail().isEmpty() ? 30 : 44);
            case INPUT, OUTPUT -> new Size(Math.max(70, label + 32), 30);
            case INITIALIZER -> new Size(label + detail + 34, 22);
        };
    }

    /** {@return what stands on an item} */
    static String label(Item item) {
        return Texts.shortened(item.label(), LONGEST_LABEL);
    }

    /** {@return the second line of a group that is folded} */
    static String detail(Group group) {
        long operators = group.operators();
        return operators + (operators == 1 ? " operator" : " operators");
    }

    static double width(String text, double font) {
        return text.codePoints().mapToDouble(Sizes::em).sum() * font;
    }

    private static double em(int point) {
        if ("iljI.,:;'|!()[]/ ft".indexOf(point) >= 0) {
            return 0.36;
        }
        if ("mwMW%@…".indexOf(point) >= 0) {
            return 0.92;
        }
        if (point >= 0x2e80) {
            return 1.05;
        }
        return Character.isUpperCase(point) ? 0.72 : 0.6;
    }
}
