package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.store;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Loops from rows to rows of any length; see {@link UnaryLoops}. Sizes are in bytes. Long functions stand in one place
 * of a loop only, for whole vectors and for the rest: twice would be more than the compiler inlines.
 */
final class RowLoops {

    private RowLoops() {}

    private static VectorMask<Float> there(int bytes) {
        return FLOATS.indexInRange(0, bytes / Float.BYTES);
    }

    static void addInto(long target, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector v = load(x + i);
            store(load(target + i).add(v), target + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector v = loadPart(x + i, there);
            storePart(loadPart(target + i, there).add(v), target + i, there);
        }
    }

    static void addSquaresInto(long target, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector v = load(x + i);
            store(v.fma(v, load(target + i)), target + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector v = loadPart(x + i, there);
            storePart(v.fma(v, loadPart(target + i, there)), target + i, there);
        }
    }

    static void addMagnitudesInto(long target, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector v = load(x + i);
            store(load(target + i).add(v.abs()), target + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector v = loadPart(x + i, there);
            storePart(loadPart(target + i, there).add(v.abs()), target + i, there);
        }
    }

    static void multiplyInto(long target, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector v = load(x + i);
            store(load(target + i).mul(v), target + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector v = loadPart(x + i, there);
            storePart(loadPart(target + i, there).mul(v), target + i, there);
        }
    }

    static void maxInto(long target, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector v = load(x + i);
            store(load(target + i).max(v), target + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector v = loadPart(x + i, there);
            storePart(loadPart(target + i, there).max(v), target + i, there);
        }
    }

    static void minInto(long target, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector v = load(x + i);
            store(load(target + i).min(v), target + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector v = loadPart(x + i, there);
            storePart(loadPart(target + i, there).min(v), target + i, there);
        }
    }

    static void set(long y, float a, int size) {
        FloatVector value = FloatVector.broadcast(FLOATS, a);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(value, y + i);
        }
        if (i < size) {
            storePart(value, y + i, there(size - i));
        }
    }

    static void addScaled(long y, float a, long x, int size) {
        FloatVector factor = FloatVector.broadcast(FLOATS, a);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).fma(factor, load(y + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(x + i, there).fma(factor, loadPart(y + i, there)), y + i, there);
        }
    }

    static void addConstant(long y, float a, int size) {
        FloatVector summand = FloatVector.broadcast(FLOATS, a);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(y + i).add(summand), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(y + i, there).add(summand), y + i, there);
        }
    }

    static void scale(long y, float a, long x, int size) {
        FloatVector factor = FloatVector.broadcast(FLOATS, a);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).mul(factor), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(x + i, there).mul(factor), y + i, there);
        }
    }

    static void shift(long y, float a, long x, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, a);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).sub(subtrahend), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(x + i, there).sub(subtrahend), y + i, there);
        }
    }

    static float expShifted(long y, float a, long x, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, a);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            FloatVector exp = FloatMath.exp(loadPart(x + i, there).sub(subtrahend));
            storePart(exp, y + i, there);
            sum = sum.add(exp, there);
        }
        return Lanes.sum(sum);
    }

    static float sumOfExpShifted(float a, long x, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, a);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            sum = sum.add(FloatMath.exp(loadPart(x + i, there).sub(subtrahend)), there);
        }
        return Lanes.sum(sum);
    }

    static float sumOfSquaresAround(float a, long x, int size) {
        FloatVector centre = FloatVector.broadcast(FLOATS, a);
        FloatVector even = FloatVector.zero(FLOATS), odd = even;
        int i = 0;
        for (; i <= size - 2 * VECTOR_BYTES; i += 2 * VECTOR_BYTES) {
            FloatVector first = load(x + i).sub(centre),
                    second = load(x + i + VECTOR_BYTES).sub(centre);
            even = first.fma(first, even);
            odd = second.fma(second, odd);
        }
        for (; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            FloatVector rest = loadPart(x + i, there).sub(centre);
            odd = odd.add(rest.mul(rest), there);
        }
        return Lanes.sum(even.add(odd));
    }

    static void standardize(long y, float shift, float factor, long x, long scale, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, shift),
                multiplier = FloatVector.broadcast(FLOATS, factor);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).sub(subtrahend).mul(multiplier).mul(load(scale + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector standard = loadPart(x + i, there).sub(subtrahend).mul(multiplier);
            storePart(standard.mul(loadPart(scale + i, there)), y + i, there);
        }
    }

    static void standardize(long y, float shift, float factor, long x, long scale, long bias, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, shift),
                multiplier = FloatVector.broadcast(FLOATS, factor);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).sub(subtrahend).mul(multiplier).fma(load(scale + i), load(bias + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector standard = loadPart(x + i, there).sub(subtrahend).mul(multiplier);
            storePart(standard.fma(loadPart(scale + i, there), loadPart(bias + i, there)), y + i, there);
        }
    }
}
