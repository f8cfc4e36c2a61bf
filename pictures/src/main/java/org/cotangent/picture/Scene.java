package org.cotangent.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Sheet.Point;
import org.cotangent.picture.Sheet.Rect;
import org.cotangent.picture.Sheet.Route;

/**
 * A picture with every place known.
 *
 * @param placed what is seen, groups before what is in them
 */
record Scene(double width, double height, List<Placed> placed, List<Route> routes) {
    /**
     * An item and where it stands.
     *
     * @param open whether it is a group of which one sees what is in it
     */
    record Placed(Item item, Rect place, boolean open) {}

    static Scene of(Picture picture, Set<Integer> open) {
        Map<Integer, Level> levels = Level.of(picture);
        Map<Integer, Sheet> sheets = Arrangement.of(picture, levels, open);
        Sheet root = Objects.requireNonNull(sheets.get(picture.root().id()));
        List<Placed> placed = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        place(picture.root(), root, 0, 0, sheets, placed, routes);
        return new Scene(root.width(), root.height(), placed, routes);
    }

    private static void place(
            Group group,
            Sheet sheet,
            double x,
            double y,
            Map<Integer, Sheet> sheets,
            List<Placed> placed,
            List<Route> routes) {
        for (Route route : sheet.routes()) {
            List<Point> points =
                    route.points().stream().map(point -> point.plus(x, y)).toList();
            Point label = route.label();
            routes.add(new Route(route.line(), points, label == null ? null : label.plus(x, y)));
        }
        for (Item member : group.members()) {
            Rect rect = sheet.place(member.id()).plus(x, y);
            Sheet inner = sheets.get(member.id());
            placed.add(new Placed(member, rect, inner != null));
            if (inner != null && member instanceof Group g) {
                place(g, inner, rect.x(), rect.y(), sheets, placed, routes);
            }
        }
    }
}
