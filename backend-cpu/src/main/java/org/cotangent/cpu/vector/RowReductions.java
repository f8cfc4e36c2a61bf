package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Combinations of the elements of a row, by four independent vectors. One loop per combination; see {@link UnaryLoops}.
 * Sizes are in bytes. The parts of a last vector that are not there count as the neutral element.
 */
final class RowReductions {

    private RowReductions() {}

    static float sum(long x, int size) {
        FloatVector a = FloatVector.zero(FLOATS), b = a, c = a, d = a;
        int i = 0;
        for (; i <= size - 4 * VECTOR_BYTES; i += 4 * VECTOR_BYTES) {
            a = a.add(load(x + i));
            b = b.add(load(x + i + VECTOR_BYTES));
            c = c.add(load(x + i + 2L * VECTOR_BYTES));
            d = d.add(load(x + i + 3L * VECTOR_BYTES));
        }
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            a = a.add(load(x + i));
        }
        if (i < size) {
            VectorMask<Float> there = FLOATS.indexInRange(0, (size - i) / Float.BYTES);
            FloatVector rest = loadPart(x + i, there);
            a = a.add(rest);
        }
        return Lanes.sum(a.add(b).add(c.add(d)));
    }

    static float sumOfSquares(long x, int size) {
        FloatVector a = FloatVector.zero(FLOATS), b = a, c = a, d = a;
        int i = 0;
        for (; i <= size - 4 * VECTOR_BYTES; i += 4 * VECTOR_BYTES) {
            FloatVector va = load(x + i);
            a = va.fma(va, a);
            FloatVector vb = load(x + i + VECTOR_BYTES);
            b = vb.fma(vb, b);
            FloatVector vc = load(x + i + 2L * VECTOR_BYTES);
            c = vc.fma(vc, c);
            FloatVector vd = load(x + i + 3L * VECTOR_BYTES);
            d = vd.fma(vd, d);
        }
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector va = load(x + i);
            a = va.fma(va, a);
        }
        if (i < size) {
            VectorMask<Float> there = FLOATS.indexInRange(0, (size - i) / Float.BYTES);
            FloatVector rest = loadPart(x + i, there);
            a = rest.fma(rest, a);
        }
        return Lanes.sum(a.add(b).add(c.add(d)));
    }

    static float sumOfMagnitudes(long x, int size) {
        FloatVector a = FloatVector.zero(FLOATS), b = a, c = a, d = a;
        int i = 0;
        for (; i <= size - 4 * VECTOR_BYTES; i += 4 * VECTOR_BYTES) {
            a = a.add(load(x + i).abs());
            b = b.add(load(x + i + VECTOR_BYTES).abs());
            c = c.add(load(x + i + 2L * VECTOR_BYTES).abs());
            d = d.add(load(x + i + 3L * VECTOR_BYTES).abs());
        }
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            a = a.add(load(x + i).abs());
        }
        if (i < size) {
            VectorMask<Float> there = FLOATS.indexInRange(0, (size - i) / Float.BYTES);
            FloatVector rest = loadPart(x + i, there);
            a = a.add(rest.abs());
        }
        return Lanes.sum(a.add(b).add(c.add(d)));
    }

    static float product(long x, int size) {
        FloatVector a = FloatVector.broadcast(FLOATS, 1f), b = a, c = a, d = a;
        int i = 0;
        for (; i <= size - 4 * VECTOR_BYTES; i += 4 * VECTOR_BYTES) {
            a = a.mul(load(x + i));
            b = b.mul(load(x + i + VECTOR_BYTES));
            c = c.mul(load(x + i + 2L * VECTOR_BYTES));
            d = d.mul(load(x + i + 3L * VECTOR_BYTES));
        }
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            a = a.mul(load(x + i));
        }
        if (i < size) {
            VectorMask<Float> there = FLOATS.indexInRange(0, (size - i) / Float.BYTES);
            FloatVector rest = FloatVector.broadcast(FLOATS, 1f).blend(loadPart(x + i, there), there);
            a = a.mul(rest);
        }
        return Lanes.product(a.mul(b).mul(c.mul(d)));
    }

    static float max(long x, int size) {
        FloatVector a = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY), b = a, c = a, d = a;
        int i = 0;
        for (; i <= size - 4 * VECTOR_BYTES; i += 4 * VECTOR_BYTES) {
            a = a.max(load(x + i));
            b = b.max(load(x + i + VECTOR_BYTES));
            c = c.max(load(x + i + 2L * VECTOR_BYTES));
            d = d.max(load(x + i + 3L * VECTOR_BYTES));
        }
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            a = a.max(load(x + i));
        }
        if (i < size) {
            VectorMask<Float> there = FLOATS.indexInRange(0, (size - i) / Float.BYTES);
            FloatVector rest =
                    FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY).blend(loadPart(x + i, there), there);
            a = a.max(rest);
        }
        return a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
    }

    static float min(long x, int size) {
        FloatVector a = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY), b = a, c = a, d = a;
        int i = 0;
        for (; i <= size - 4 * VECTOR_BYTES; i += 4 * VECTOR_BYTES) {
            a = a.min(load(x + i));
            b = b.min(load(x + i + VECTOR_BYTES));
            c = c.min(load(x + i + 2L * VECTOR_BYTES));
            d = d.min(load(x + i + 3L * VECTOR_BYTES));
        }
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            a = a.min(load(x + i));
        }
        if (i < size) {
            VectorMask<Float> there = FLOATS.indexInRange(0, (size - i) / Float.BYTES);
            FloatVector rest =
                    FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY).blend(loadPart(x + i, there), there);
            a = a.min(rest);
        }
        return a.min(b).min(c.min(d)).reduceLanes(VectorOperators.MIN);
    }
}
