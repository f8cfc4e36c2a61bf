package org.cotangent.picture;

import java.util.Map;
import java.util.Objects;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Kind;

/** Colours by family, for light and for dark backgrounds. */
final class Palette {
    /** Colours of a box: what it is filled with, its border, its text. */
    record Colours(String fill, String border, String text) {}

    private static final Map<Family, Colours> LIGHT = Map.ofEntries(
            Map.entry(Family.PRODUCT, new Colours("#dbeafe", "#3b82f6", "#1e3a8a")),
            Map.entry(Family.ATTENTION, new Colours("#fae8ff", "#c026d3", "#701a75")),
            Map.entry(Family.ACTIVATION, new Colours("#dcfce7", "#22a355", "#14532d")),
            Map.entry(Family.NORMALIZATION, new Colours("#ede9fe", "#8b5cf6", "#4c1d95")),
            Map.entry(Family.POOLING, new Colours("#ccfbf1", "#14a394", "#134e4a")),
            Map.entry(Family.ARITHMETIC, new Colours("#fef3c7", "#d9980b", "#713f12")),
            Map.entry(Family.REDUCTION, new Colours("#ffedd5", "#ea7317", "#7c2d12")),
            Map.entry(Family.MOVEMENT, new Colours("#eef2f6", "#8494a8", "#334155")),
            Map.entry(Family.LOGIC, new Colours("#e0f2fe", "#0e9fe0", "#0c4a6e")),
            Map.entry(Family.CONTROL, new Colours("#ffe4e6", "#f0486a", "#881337")),
            Map.entry(Family.QUANTIZATION, new Colours("#ecfccb", "#7cb518", "#365314")),
            Map.entry(Family.LEARNING, new Colours("#fce7f3", "#e64a9b", "#831843")),
            Map.entry(Family.OTHER, new Colours("#f1f0ee", "#8f8a80", "#44403c")),
            Map.entry(Family.NONE, new Colours("#ffffff", "#94a3b8", "#1e293b")));

    private static final Map<Family, Colours> DARK = Map.ofEntries(
            Map.entry(Family.PRODUCT, new Colours("#1a2f57", "#4f8ef7", "#cfe1ff")),
            Map.entry(Family.ATTENTION, new Colours("#431a4c", "#d05ae0", "#f7dcfb")),
            Map.entry(Family.ACTIVATION, new Colours("#153d27", "#3fbf74", "#cdf5dc")),
            Map.entry(Family.NORMALIZATION, new Colours("#2f2456", "#9a7cf8", "#e2dafe")),
            Map.entry(Family.POOLING, new Colours("#103b38", "#2bbdad", "#c3f5ec")),
            Map.entry(Family.ARITHMETIC, new Colours("#40310f", "#d9a32b", "#fbe9b8")),
            Map.entry(Family.REDUCTION, new Colours("#462712", "#ee8437", "#ffdfc4")),
            Map.entry(Family.MOVEMENT, new Colours("#263140", "#71839a", "#d5deea")),
            Map.entry(Family.LOGIC, new Colours("#10364a", "#34b3e8", "#cdeefc")),
            Map.entry(Family.CONTROL, new Colours("#4a1a28", "#f4607f", "#ffdce3")),
            Map.entry(Family.QUANTIZATION, new Colours("#2b3a10", "#97cb32", "#e6f7c0")),
            Map.entry(Family.LEARNING, new Colours("#48193a", "#ec68ae", "#fcdcee")),
            Map.entry(Family.OTHER, new Colours("#32302c", "#928c82", "#e2dfd9")),
            Map.entry(Family.NONE, new Colours("#18212e", "#64748b", "#e2e8f0")));

    private Palette() {}

    static Colours light(Family family) {
        return Objects.requireNonNull(LIGHT.get(family));
    }

    static Colours dark(Family family) {
        return Objects.requireNonNull(DARK.get(family));
    }

    static String fill(Box box) {
        return box.kind() == Kind.OPERATOR ? light(box.family()).fill() : "#f8fafc";
    }

    /** {@return custom properties of a style sheet: fill, border and text of each family} */
    static String properties(boolean dark) {
        StringBuilder css = new StringBuilder();
        for (Family family : Family.values()) {
            Colours colours = dark ? dark(family) : light(family);
            css.append("--%1$s-fill:%2$s;--%1$s-border:%3$s;--%1$s-text:%4$s;"
                    .formatted(family.style(), colours.fill(), colours.border(), colours.text()));
        }
        return css.append(
                        dark
                                ? "--paper:#0f1620;--ink:#e2e8f0;--quiet:#8fa0b5;--line:#5b6b80;--group:#151e2a;"
                                        + "--group-border:#38485d;--rose:#fb7185;"
                                : "--paper:#ffffff;--ink:#0f172a;--quiet:#64748b;--line:#8a99ad;--group:#f7f9fc;"
                                        + "--group-border:#c9d4e1;--rose:#e11d48;")
                .toString();
    }
}
