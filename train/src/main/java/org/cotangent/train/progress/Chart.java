package org.cotangent.train.progress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Curves over the epochs, drawn as SVG. */
final class Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 32;
    private static final int BOTTOM = 36;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#c8501e", "#2e8b57", "#7a4fa3", "#8a6d00");

    private final String title;
    private final List<Curve> curves = new ArrayList<>();

    /**
     * Numbers over the epochs 1, 2, ...
     *
     * @param values what is not finite leaves a gap
     */
    record Curve(String name, List<Double> values) {}

    Chart(String title) {
        this.title = title;
    }

    Chart add(Curve curve) {
        curves.add(curve);
        return this;
    }

    static int height() {
        return HEIGHT;
    }

    static int width() {
        return WIDTH;
    }

    /** {@return the drawing as a group} */
    String group(int y) {
        double[] finite = curves.stream()
                .flatMap(curve -> curve.values().stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        double low = finite.length == 0 ? 0 : Arrays.stream(finite).min().orElse(0);
        double high = finite.length == 0 ? 1 : Arrays.stream(finite).max().orElse(1);
        if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        int epochs =
                curves.stream().mapToInt(curve -> curve.values().size()).max().orElse(1);
        Scale across = new Scale(1, Math.max(2, epochs), LEFT, WIDTH - RIGHT);
        Scale up = new Scale(low, high, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder("<g transform=\"translate(0," + y + ")\">\n");
        svg.append(text(LEFT, 18, "start", escaped(title)));
        axes(svg, across, up);
        for (int i = 0; i < curves.size(); i++) {
            draw(svg, curves.get(i), COLOURS.get(i % COLOURS.size()), i, across, up);
        }
        return svg.append("</g>\n").toString();
    }

    private static void axes(StringBuilder svg, Scale across, Scale up) {
        for (double tick : up.ticks()) {
            double at = up.at(tick);
            svg.append(line(LEFT, at, WIDTH - RIGHT, at, "#ddd"));
            svg.append(text(LEFT - 6, at + 4, "end", number(tick)));
        }
        for (double tick : across.ticks()) {
            if (tick == Math.rint(tick)) {
                svg.append(text(across.at(tick), HEIGHT - BOTTOM + 18, "middle", number(tick)));
            }
        }
        svg.append(line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "#555"));
        svg.append(line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "#555"));
    }

    private static void draw(StringBuilder svg, Curve curve, String colour, int place, Scale across, Scale up) {
        List<String> points = new ArrayList<>();
        for (int epoch = 1; epoch <= curve.values().size(); epoch++) {
            double value = curve.values().get(epoch - 1);
            if (Double.isFinite(value)) {
                points.add(String.format(Locale.ROOT, "%.1f,%.1f", across.at(epoch), up.at(value)));
            } else {
                polyline(svg, points, colour);
            }
        }
        polyline(svg, points, colour);
        double x = WIDTH - RIGHT - 150;
        double y = TOP + 14 * (place + 1);
        svg.append(line(x, y - 4, x + 18, y - 4, colour));
        svg.append(text(x + 24, y, "start", escaped(curve.name())));
    }

    /** Draws the points so far and forgets them. A line from a point to itself, with round ends, is a dot. */
    private static void polyline(StringBuilder svg, List<String> points, String colour) {
        if (!points.isEmpty()) {
            String start = points.getFirst();
            svg.append("<polyline fill=\"none\" stroke=\"" + colour
                    + "\" stroke-width=\"2\" stroke-linecap=\"round\" points=\"" + start + " "
                    + String.join(" ", points) + "\"/>\n");
            points.clear();
        }
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
                x1,
                y1,
                x2,
                y2,
                colour);
    }

    private static String text(double x, double y, String anchor, String content) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, content);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Takes numbers from one interval to another. */
    private record Scale(double low, double high, double from, double to) {
        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        /** {@return about five round numbers between low and high} */
        List<Double> ticks() {
            double step = Math.pow(10, Math.floor(Math.log10((high - low) / 4)));
            for (double factor : new double[] {5, 2}) {
                if ((high - low) / (step * factor) >= 3) {
                    step *= factor;
                    break;
                }
            }
            List<Double> ticks = new ArrayList<>();
            for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }
    }
}
