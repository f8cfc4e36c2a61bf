package org.cotangent.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last changes of parameters and gradient, as an estimate of the inverse Hessian. */
final class CurvatureHistory {
    private static final double LEAST_CURVATURE = 1e-10;

    private final int capacity;
    private final Deque<Change> changes = new ArrayDeque<>();

    /** A change s of the parameters and the change y of the gradient. */
    record Change(double[] s, double[] y) {
        double curvature() {
            return VectorMath.dot(s, y);
        }
    }

    CurvatureHistory(int capacity) {
        this.capacity = capacity;
    }

    /** Notes a change, unless the loss does not curve upward along it. */
    void add(Change change) {
        if (change.curvature() > LEAST_CURVATURE) {
            if (changes.size() == capacity) {
                changes.removeFirst();
            }
            changes.addLast(change);
        }
    }

    /** {@return {@code -H g}, by the recursion in two loops} */
    double[] direction(double[] gradient) {
        double[] q = VectorMath.times(-1, gradient);
        List<Double> shares = new ArrayList<>();
        for (Change change : changes.reversed()) {
            double share = VectorMath.dot(change.s, q) / change.curvature();
            shares.add(share);
            q = VectorMath.plus(q, -share, change.y);
        }
        if (!changes.isEmpty()) {
            Change last = changes.getLast();
            q = VectorMath.times(last.curvature() / VectorMath.dot(last.y, last.y), q);
        }
        for (Change change : changes) {
            double share = VectorMath.dot(change.y, q) / change.curvature();
            q = VectorMath.plus(q, shares.removeLast() - share, change.s);
        }
        return q;
    }

    /** {@return the changes, oldest first} */
    List<Change> changes() {
        return List.copyOf(changes);
    }

    void replace(List<Change> others) {
        changes.clear();
        changes.addAll(others);
    }
}
