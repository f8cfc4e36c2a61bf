package org.cotangent.train;

import java.util.function.DoubleFunction;

/**
 * A line search for the strong Wolfe conditions {@code f(t) <= f(0) + 1e-4 t f'(0)} and {@code |f'(t)| <= 0.9 |f'(0)|}:
 * steps out until the interval holds such a point, then narrows it, by cubic interpolation (Nocedal and Wright, 2006,
 * algorithms 3.5 and 3.6).
 */
final class StrongWolfeSearch {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST = 25;

    private final DoubleFunction<Point> line;
    private final Point start;
    private final double smallest;
    private int count;

    /** A point of the line: where it is, the loss, its slope along the line, and the whole gradient. */
    record Point(double t, double loss, double slope, DenseVector gradient) {}

    private record Bracket(Point one, Point other) {
        double width() {
            return Math.abs(one.t - other.t);
        }

        double low() {
            return Math.min(one.t, other.t);
        }

        double high() {
            return Math.max(one.t, other.t);
        }

        Point best() {
            return one.loss <= other.loss ? one : other;
        }

        Point worst() {
            return one.loss <= other.loss ? other : one;
        }
    }

    /**
     * A search.
     *
     * @param smallest the search ends when the interval is narrower
     */
    StrongWolfeSearch(DoubleFunction<Point> line, Point start, double smallest) {
        this.line = line;
        this.start = start;
        this.smallest = smallest;
    }

    /** {@return a point that satisfies the conditions, or the best if none is found in 25 trials} */
    Point from(double first) {
        Point before = start;
        Point point = line.apply(first);
        while (count < MOST) {
            if (isHigh(point) || (count > 1 && point.loss >= before.loss)) {
                return narrow(new Bracket(before, point));
            }
            if (isFlat(point)) {
                return point;
            }
            if (point.slope >= 0) {
                return narrow(new Bracket(before, point));
            }
            double t = point.t;
            double next = cubic(before, point, t + 0.01 * (t - before.t), 10 * t);
            before = point;
            point = line.apply(next);
            count++;
        }
        return new Bracket(start, point).best();
    }

    private boolean isHigh(Point point) {
        return point.loss > start.loss + DECREASE * point.t * start.slope;
    }

    private boolean isFlat(Point point) {
        return Math.abs(point.slope) <= -CURVATURE * start.slope;
    }

    private Point narrow(Bracket found) {
        Bracket bracket = found;
        boolean slow = false;
        while (count < MOST && bracket.width() >= smallest) {
            double t = cubic(bracket.one, bracket.other, bracket.low(), bracket.high());
            double margin = 0.1 * bracket.width();
            boolean atEdge = Math.min(bracket.high() - t, t - bracket.low()) < margin;
            if (atEdge && (slow || t >= bracket.high() || t <= bracket.low())) {
                boolean nearHigh = Math.abs(t - bracket.high()) < Math.abs(t - bracket.low());
                t = nearHigh ? bracket.high() - margin : bracket.low() + margin;
                slow = false;
            } else {
                slow = atEdge;
            }
            Point point = line.apply(t);
            count++;
            Point best = bracket.best();
            if (isHigh(point) || point.loss >= best.loss) {
                bracket = new Bracket(best, point);
            } else if (isFlat(point)) {
                return point;
            } else {
                boolean beyond = point.slope * (bracket.worst().t - best.t) >= 0;
                bracket = new Bracket(point, beyond ? best : bracket.worst());
            }
        }
        return bracket.best();
    }

    /** {@return where the cubic through two points with their slopes is least, within bounds} */
    private static double cubic(Point a, Point b, double low, double high) {
        Point left = a.t <= b.t ? a : b;
        Point right = a.t <= b.t ? b : a;
        double mean = left.slope + right.slope - 3 * (left.loss - right.loss) / (left.t - right.t);
        double square = mean * mean - left.slope * right.slope;
        if (!(square >= 0)) {
            return (low + high) / 2;
        }
        double root = Math.sqrt(square);
        double share = (right.slope + root - mean) / (right.slope - left.slope + 2 * root);
        double t = right.t - (right.t - left.t) * share;
        return Math.min(Math.max(t, low), high);
    }
}
