package org.cotangent.picture;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.picture.Facts.Row;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;
import org.cotangent.picture.Scene.Placed;
import org.cotangent.picture.Sheet.Point;
import org.cotangent.picture.Sheet.Rect;
import org.cotangent.picture.Sheet.Route;

/** Writes pictures as SVG, which follows the reader's preference for light or dark. */
public final class SvgWriter {
    private static final double CORNER = 7;

    private static final String STYLE = """
            svg{%s background:var(--paper)}
            @media (prefers-color-scheme:dark){svg{%s}}
            text{font-family:system-ui,-apple-system,"Segoe UI",Inter,Roboto,"Helvetica Neue",Arial,sans-serif;\
            font-size:12.5px;fill:var(--ink);text-anchor:middle}
            .l{fill:none;stroke:var(--line);stroke-width:1.1}
            .t{font-size:10px;fill:var(--quiet);text-anchor:start;paint-order:stroke;stroke:var(--paper);stroke-width:3px}
            .h{fill:var(--line);stroke:none}
            .g>rect{fill:var(--group);stroke:var(--group-border)}
            .g>text{font-size:11px;font-weight:600;fill:var(--quiet);text-anchor:start}
            .o>text{font-weight:600}
            .o>.d,.f>.d{font-size:10px;font-weight:400;opacity:.8}
            .f>text{font-weight:600}
            .f>rect{fill:var(--paper);stroke:var(--line)}
            .f>.s{fill:none}
            .v>rect{fill:var(--ink)}
            .v>text{fill:var(--paper);font-weight:600}
            .w>rect{fill:var(--paper);stroke:var(--line);stroke-dasharray:3 2.4}
            .w>text{font-size:11px;text-anchor:start}
            .w>.d{font-size:10px;fill:var(--quiet);text-anchor:end}
            .r.l{stroke:var(--rose)}
            .r.h{fill:var(--rose)}
            .r.o>rect,.r.f>rect{stroke:var(--rose);stroke-width:1.6}
            .r.v>rect{fill:var(--rose)}
            """;

    private final StringBuilder out = new StringBuilder();

    private SvgWriter() {}

    /**
     * {@return the text of an SVG file}
     *
     * @param open the numbers of the groups of which one sees what is in them
     */
    public static String write(Picture picture, Set<Integer> open) {
        SvgWriter writer = new SvgWriter();
        writer.draw(picture, Scene.of(picture, open));
        return writer.out.toString();
    }

    private void draw(Picture picture, Scene scene) {
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">"
                .formatted(n(scene.width()), n(scene.height()), n(scene.width()), n(scene.height())));
        line("<title>" + escaped(picture.title()) + "</title>");
        StringBuilder families = new StringBuilder();
        for (Family family : Family.values()) {
            families.append(
                    ".%1$s>rect{fill:var(--%1$s-fill);stroke:var(--%1$s-border)}.%1$s>text{fill:var(--%1$s-text)}\n"
                            .formatted(family.style()));
        }
        line("<style>" + families + STYLE.formatted(Palette.properties(false), Palette.properties(true)) + "</style>");
        scene.placed().stream().filter(Placed::open).forEach(this::frame);
        Set<Integer> opened = scene.placed().stream()
                .filter(Placed::open)
                .map(placed -> placed.item().id())
                .collect(Collectors.toSet());
        scene.routes().forEach(route -> route(route, opened));
        scene.routes().forEach(this::type);
        scene.placed().stream().filter(Placed::open).forEach(this::frameTitle);
        scene.placed().stream().filter(placed -> !placed.open()).forEach(this::item);
        line("</svg>");
    }

    private void frame(Placed placed) {
        line("<g class=\"g\" id=\"g%d\">%s</g>".formatted(placed.item().id(), rect(placed.place(), 10)));
    }

    private void frameTitle(Placed placed) {
        Rect place = placed.place();
        line("<g class=\"g\" id=\"n%d\">%s%s</g>"
                .formatted(
                        placed.item().id(),
                        title(placed.item()),
                        text(Sizes.label(placed.item()), place.x() + 12, place.y() + 19, "")));
    }

    private void route(Route route, Set<Integer> opened) {
        String derived = route.line().wire().derived() ? "r " : "";
        List<Point> points = route.points();
        Point end = points.getLast();
        line("<path class=\"%sl\" d=\"%s\"/>".formatted(derived, path(points)));
        if (route.line().arrives() && !opened.contains(route.line().to())) {
            line("<path class=\"%sh\" d=\"M%s %sl-3.4 -6.4h6.8z\"/>".formatted(derived, n(end.x()), n(end.y())));
        }
    }

    private void type(Route route) {
        Point label = route.label();
        if (label != null) {
            line(text(route.line().wire().type(), label.x(), label.y() + 10, "t"));
        }
    }

    private void item(Placed placed) {
        Rect place = placed.place();
        double middle = place.x() + place.width() / 2;
        switch (placed.item()) {
            case Group group -> {
                String style = (group.derived() ? "r f" : "f")
                        + (group.family() == Family.NONE
                                ? ""
                                : " " + group.family().style());
                Rect behind = place.plus(4, 4);
                line("<g class=\"%s\" id=\"n%d\">%s%s%s%s%s</g>"
                        .formatted(
                                style,
                                group.id(),
                                title(group),
                                rect(behind, 9),
                                rect(place, 9),
                                text(Sizes.label(group), middle, place.y() + 20, ""),
                                text(Sizes.detail(group), middle, place.y() + 35, "d")));
            }
            case Box box -> box(box, place, middle);
        }
    }

    private void box(Box box, Rect place, double middle) {
        String style = switch (box.kind()) {
            case OPERATOR -> "o " + box.family().style();
            case INPUT, OUTPUT -> "v";
            case INITIALIZER -> "w";
        };
        double first = box.detail().isEmpty() ? place.y() + place.height() / 2 + 4.4 : place.y() + 18.5;
        boolean weight = box.kind() == Kind.INITIALIZER;
        String texts = weight
                ? text(Sizes.label(box), place.x() + 10, place.y() + 15, "")
                        + text(box.detail(), place.x() + place.width() - 10, place.y() + 15, "d")
                : text(Sizes.label(box), middle, first, "")
                        + (box.detail().isEmpty() ? "" : text(box.detail(), middle, place.y() + 34, "d"));
        double corner = box.kind() == Kind.OPERATOR ? 6 : place.height() / 2;
        line("<g class=\"%s%s\" id=\"n%d\">%s%s%s</g>"
                .formatted(box.derived() ? "r " : "", style, box.id(), title(box), rect(place, corner), texts));
    }

    private static String title(Item item) {
        Facts facts = item.facts();
        return "<title>" + escaped(facts == null ? path(item) : described(facts)) + "</title>";
    }

    private static String path(Item item) {
        return item instanceof Group group ? group.path() : item.label();
    }

    private static String described(Facts facts) {
        StringBuilder text = new StringBuilder(facts.name() + "\n" + facts.kind());
        for (Row row : facts.attributes()) {
            text.append("\n").append(row.name()).append(" = ").append(row.value());
        }
        facts.inputs()
                .forEach(row ->
                        text.append("\n← ").append(row.name()).append(" ").append(row.value()));
        facts.outputs()
                .forEach(row ->
                        text.append("\n→ ").append(row.name()).append(" ").append(row.value()));
        return text.toString();
    }

    /** {@return right angles with round corners} */
    static String path(List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (i == 0 || i == points.size() - 1) {
                path.append(i == 0 ? "M" : "L").append(n(point.x())).append(' ').append(n(point.y()));
            } else {
                Point in = towards(point, points.get(i - 1));
                Point out = towards(point, points.get(i + 1));
                path.append("L%s %sQ%s %s %s %s"
                        .formatted(n(in.x()), n(in.y()), n(point.x()), n(point.y()), n(out.x()), n(out.y())));
            }
        }
        return path.toString();
    }

    private static Point towards(Point from, Point to) {
        double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
        double part = length == 0 ? 0 : Math.min(CORNER, length / 2) / length;
        return from.plus((to.x() - from.x()) * part, (to.y() - from.y()) * part);
    }

    private static String rect(Rect place, double corner) {
        return "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>"
                .formatted(n(place.x()), n(place.y()), n(place.width()), n(place.height()), n(corner));
    }

    private static String text(String text, double x, double y, String style) {
        String named = style.isEmpty() ? "" : " class=\"" + style + "\"";
        return "<text%s x=\"%s\" y=\"%s\">%s</text>".formatted(named, n(x), n(y), escaped(text));
    }

    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String escaped(String text) {
        return Texts.visible(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
