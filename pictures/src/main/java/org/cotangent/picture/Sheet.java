package org.cotangent.picture;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where things stand within a group, its upper left corner being the origin.
 *
 * @param level what is arranged
 * @param places of members, by number
 * @param stubs horizontal places of stubs, by number; they stand at the border
 */
record Sheet(
        Level level,
        double width,
        double height,
        Map<Integer, Rect> places,
        Map<Integer, Double> stubs,
        List<Route> routes) {
    /** {@return where a member stands} */
    Rect place(int member) {
        return Objects.requireNonNull(places.get(member));
    }

    /** {@return the horizontal place of a stub} */
    double stub(int id) {
        return Objects.requireNonNull(stubs.get(id));
    }

    record Point(double x, double y) {
        Point plus(double dx, double dy) {
            return new Point(x + dx, y + dy);
        }
    }

    record Rect(double x, double y, double width, double height) {
        Rect plus(double dx, double dy) {
            return new Rect(x + dx, y + dy, width, height);
        }
    }

    /**
     * The way of a line.
     *
     * @param points corners of right angles, both ends included
     * @param label the upper left corner of the type of the value, null where another line of the value has it
     */
    record Route(
            Level.Line line, List<Point> points, @Nullable Point label) {}
}
