package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.DOUBLES;
import static org.cotangent.cpu.vector.Lanes.loadDoublesPart;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** Loops from rows to rows of float64 numbers, of any length; see {@link RowLoops}. Lengths are in numbers. */
final class DoubleRowLoops {

    private static final int LANES = DOUBLES.length();

    private DoubleRowLoops() {}

    static void addInto(long target, long x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = target + 8L * i;
            storePart(loadDoublesPart(at, there).add(loadDoublesPart(x + 8L * i, there)), at, there);
        }
    }

    static void addSquaresInto(long target, long x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = target + 8L * i;
            DoubleVector v = loadDoublesPart(x + 8L * i, there);
            storePart(v.fma(v, loadDoublesPart(at, there)), at, there);
        }
    }

    static void addMagnitudesInto(long target, long x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = target + 8L * i;
            storePart(
                    loadDoublesPart(at, there)
                            .add(loadDoublesPart(x + 8L * i, there).abs()),
                    at,
                    there);
        }
    }

    static void multiplyInto(long target, long x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = target + 8L * i;
            storePart(loadDoublesPart(at, there).mul(loadDoublesPart(x + 8L * i, there)), at, there);
        }
    }

    static void maxInto(long target, long x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = target + 8L * i;
            storePart(loadDoublesPart(at, there).max(loadDoublesPart(x + 8L * i, there)), at, there);
        }
    }

    static void minInto(long target, long x, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = target + 8L * i;
            storePart(loadDoublesPart(at, there).min(loadDoublesPart(x + 8L * i, there)), at, there);
        }
    }

    static void set(long y, double a, int n) {
        DoubleVector value = DoubleVector.broadcast(DOUBLES, a);
        for (int i = 0; i < n; i += LANES) {
            storePart(value, y + 8L * i, DOUBLES.indexInRange(i, n));
        }
    }

    static void addScaled(long y, double a, long x, int n) {
        DoubleVector factor = DoubleVector.broadcast(DOUBLES, a);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = y + 8L * i;
            storePart(loadDoublesPart(x + 8L * i, there).fma(factor, loadDoublesPart(at, there)), at, there);
        }
    }

    static void addConstant(long y, double a, int n) {
        DoubleVector summand = DoubleVector.broadcast(DOUBLES, a);
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> there = DOUBLES.indexInRange(i, n);
            long at = y + 8L * i;
            storePart(loadDoublesPart(at, there).add(summand), at, there);
        }
    }
}
