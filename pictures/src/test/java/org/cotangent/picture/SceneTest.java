package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Scene.Placed;
import org.cotangent.picture.Sheet.Point;
import org.cotangent.picture.Sheet.Rect;
import org.cotangent.picture.Sheet.Route;
import org.cotangent.spi.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Things stand beside one another, within their groups, and lines lead from one to the other. */
class SceneTest {
    private static final double NEAR = 0.6;

    private static Scene scene(boolean open) {
        Picture picture = Picture.of(Samples.blocks(6), "blocks");
        return Scene.of(picture, open ? picture.everyGroup() : Set.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingLiesOnAnything(boolean open) {
        List<Placed> placed = scene(open).placed();
        for (Placed one : placed) {
            for (Placed other : placed) {
                if (one != other && !contains(one, other) && !contains(other, one)) {
                    assertFalse(overlap(one.place(), other.place()), one + " " + other);
                }
            }
        }
    }

    static List<Graph> graphs() {
        return List.of(Samples.blocks(6), Samples.branches(), Samples.strangers());
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void noLineRunsThroughABox(Graph graph) {
        Picture picture = Picture.of(graph, "graph");
        for (Set<Integer> open : List.of(picture.everyGroup(), Set.<Integer>of())) {
            Scene scene = Scene.of(picture, open);
            for (Route route : scene.routes()) {
                for (int i = 1; i < route.points().size(); i++) {
                    Rect part = around(route.points().get(i - 1), route.points().get(i));
                    scene.placed().stream()
                            .filter(placed -> !placed.open())
                            .forEach(placed -> assertFalse(overlap(part, placed.place()), route + " " + placed));
                }
            }
        }
    }

    /** The place of a straight part of a line, a little shorter, so that it does not touch what it leads to. */
    private static Rect around(Point a, Point b) {
        double x = Math.min(a.x(), b.x());
        double y = Math.min(a.y(), b.y());
        return new Rect(x, y + 1, Math.abs(a.x() - b.x()), Math.max(0, Math.abs(a.y() - b.y()) - 2));
    }

    private static boolean contains(Placed one, Placed other) {
        return one.item() instanceof Group group
                && group.members().stream()
                        .anyMatch(member -> member.id() == other.item().id());
    }

    private static boolean overlap(Rect a, Rect b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void membersStandWithinTheirGroupAndAllWithinThePicture(boolean open) {
        Scene scene = scene(open);
        Rect all = new Rect(0, 0, scene.width(), scene.height());
        for (Placed one : scene.placed()) {
            assertTrue(within(one.place(), all), one.toString());
            for (Placed other : scene.placed()) {
                if (one.open() && contains(one, other)) {
                    assertTrue(within(other.place(), one.place()), one + " " + other);
                }
            }
        }
    }

    private static boolean within(Rect inner, Rect outer) {
        return inner.x() >= outer.x()
                && inner.y() >= outer.y()
                && inner.x() + inner.width() <= outer.x() + outer.width()
                && inner.y() + inner.height() <= outer.y() + outer.height();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linesBeginAndEndAtBorders(boolean open) {
        Scene scene = scene(open);
        int ends = 0;
        for (Route route : scene.routes()) {
            for (Placed placed : scene.placed()) {
                Rect place = placed.place();
                if (placed.item().id() == route.line().from()) {
                    assertTouches(route.points().getFirst(), place, place.y() + place.height());
                    ends++;
                }
                if (placed.item().id() == route.line().to()) {
                    assertTouches(route.points().getLast(), place, place.y());
                    ends++;
                }
            }
        }
        assertTrue(ends >= scene.routes().size());
    }

    private static void assertTouches(Point point, Rect place, double y) {
        assertEquals(y, point.y(), NEAR);
        assertTrue(point.x() >= place.x() - NEAR && point.x() <= place.x() + place.width() + NEAR, point + " " + place);
    }

    /** Lines of a value that crosses the border of an open group meet there. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void linesGoOnWhereTheyCrossABorder(int blocks) {
        Picture picture = Picture.of(Samples.blocks(blocks), "blocks");
        Scene scene = Scene.of(picture, picture.everyGroup());
        int met = 0;
        for (Placed group : scene.placed()) {
            for (Route in : scene.routes()) {
                if (group.open() && in.line().to() == group.item().id()) {
                    Point end = in.points().getLast();
                    assertTrue(
                            scene.routes().stream()
                                    .filter(route -> route.line().wire().signal()
                                            == in.line().wire().signal())
                                    .anyMatch(route -> near(route.points().getFirst(), end)),
                            in.toString());
                    met++;
                }
            }
        }
        assertEquals(blocks, met);
    }

    /** Values that go into a node with graphs, or come out of it, do not run into one. */
    @Test
    void linesMeetANodeWithGraphsApartFromOneAnother() {
        Picture picture = Picture.of(Samples.branches(), "branches");
        Scene scene = Scene.of(picture, picture.everyGroup());
        Group choice = picture.root().groups().filter(Group::isNode).findFirst().orElseThrow();
        List<Double> ends = scene.routes().stream()
                .filter(route -> route.line().to() == choice.id())
                .map(route -> route.points().getLast().x())
                .toList();
        assertEquals(2, ends.size());
        assertTrue(Math.abs(ends.getFirst() - ends.getLast()) > 5, ends.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 900})
    void everySizeHasAScene(int count) {
        Picture picture = Picture.of(Samples.chain(count), "chain");
        Scene scene = Scene.of(picture, picture.everyGroup());
        assertTrue(scene.width() > 0 && scene.height() > 0);
        assertTrue(scene.placed().size() >= 2 * count);
    }

    private static boolean near(Point a, Point b) {
        return Math.abs(a.x() - b.x()) < 3.5 && Math.abs(a.y() - b.y()) < NEAR;
    }
}
