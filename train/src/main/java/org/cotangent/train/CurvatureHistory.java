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
    record Change(DenseVector s, DenseVector y) {
        double curvature() {
            return s.dot(y);
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
    DenseVector direction(DenseVector gradient) {
        DenseVector q = gradient.times(-1);
        List<Double> shares = new ArrayList<>();
        for (Change change : changes.reversed()) {
            double share = change.s.dot(q) / change.curvature();
            shares.add(share);
            q = q.plus(-share, change.y);
        }
        if (!changes.isEmpty()) {
            Change last = changes.getLast();
            q = q.times(last.curvature() / last.y.dot(last.y));
        }
        for (Change change : changes) {
            double share = change.y.dot(q) / change.curvature();
            q = q.plus(shares.removeLast() - share, change.s);
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
