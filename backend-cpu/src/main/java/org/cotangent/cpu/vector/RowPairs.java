package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.store;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Loops over rows of any length, element by element, with other rows or with constants; see {@link RowLoops}. */
final class RowPairs {

    private RowPairs() {}

    private static VectorMask<Float> there(int bytes) {
        return FLOATS.indexInRange(0, bytes / Float.BYTES);
    }

    static void multiply(long y, long x, long a, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).mul(load(a + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(x + i, there).mul(loadPart(a + i, there)), y + i, there);
        }
    }

    static void subtract(long y, long x, long a, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).sub(load(a + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(x + i, there).sub(loadPart(a + i, there)), y + i, there);
        }
    }

    static void divide(long y, long x, int size) {
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(y + i).div(load(x + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(y + i, there).div(loadPart(x + i, there)), y + i, there);
        }
    }

    static void addExpShifted(long y, long x, long a, long sum, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            FloatVector exp = FloatMath.exp(loadPart(x + i, there).sub(loadPart(a + i, there)));
            storePart(exp, y + i, there);
            storePart(loadPart(sum + i, there).add(exp), sum + i, there);
        }
    }

    static void standardize(long y, float shift, float factor, float bias, long x, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, shift),
                multiplier = FloatVector.broadcast(FLOATS, factor),
                summand = FloatVector.broadcast(FLOATS, bias);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(x + i).sub(subtrahend).fma(multiplier, summand), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(x + i, there).sub(subtrahend).fma(multiplier, summand), y + i, there);
        }
    }

    static float dot(long x, long a, int size) {
        FloatVector even = FloatVector.zero(FLOATS), odd = even;
        int i = 0;
        for (; i <= size - 2 * VECTOR_BYTES; i += 2 * VECTOR_BYTES) {
            even = load(x + i).fma(load(a + i), even);
            odd = load(x + i + VECTOR_BYTES).fma(load(a + i + VECTOR_BYTES), odd);
        }
        for (; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            odd = loadPart(x + i, there).fma(loadPart(a + i, there), odd);
        }
        return Lanes.sum(even.add(odd));
    }

    static void multiplyShifted(long y, long x, float b, long a, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, b);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            store(load(a + i).sub(subtrahend).mul(load(x + i)), y + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            storePart(loadPart(a + i, there).sub(subtrahend).mul(loadPart(x + i, there)), y + i, there);
        }
    }

    static void subtractExpScaled(long y, long x, float a, long z, int size) {
        FloatVector factor = FloatVector.broadcast(FLOATS, a);
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            FloatVector scaled = FloatMath.exp(loadPart(z + i, there)).mul(factor);
            storePart(loadPart(x + i, there).sub(scaled), y + i, there);
        }
    }

    static float dotAround(float shift, long x, long a, long b, int size) {
        FloatVector centre = FloatVector.broadcast(FLOATS, shift);
        FloatVector even = FloatVector.zero(FLOATS), odd = even;
        int i = 0;
        for (; i <= size - 2 * VECTOR_BYTES; i += 2 * VECTOR_BYTES) {
            even = load(a + i).mul(load(b + i)).fma(load(x + i).sub(centre), even);
            FloatVector product = load(a + i + VECTOR_BYTES).mul(load(b + i + VECTOR_BYTES));
            odd = product.fma(load(x + i + VECTOR_BYTES).sub(centre), odd);
        }
        for (; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            FloatVector product = loadPart(a + i, there).mul(loadPart(b + i, there));
            odd = odd.add(product.mul(loadPart(x + i, there).sub(centre)), there);
        }
        return Lanes.sum(even.add(odd));
    }

    static void addStandardized(long sum, float shift, float factor, long x, long a, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, shift),
                multiplier = FloatVector.broadcast(FLOATS, factor);
        int i = 0;
        for (; i <= size - VECTOR_BYTES; i += VECTOR_BYTES) {
            FloatVector standard = load(x + i).sub(subtrahend).mul(multiplier);
            store(standard.fma(load(a + i), load(sum + i)), sum + i);
        }
        if (i < size) {
            VectorMask<Float> there = there(size - i);
            FloatVector standard = loadPart(x + i, there).sub(subtrahend).mul(multiplier);
            storePart(standard.fma(loadPart(a + i, there), loadPart(sum + i, there)), sum + i, there);
        }
    }

    static void pullStandardized(
            long y, float shift, float factor, float average, float along, long x, long a, long b, int size) {
        FloatVector subtrahend = FloatVector.broadcast(FLOATS, shift),
                multiplier = FloatVector.broadcast(FLOATS, factor),
                mean = FloatVector.broadcast(FLOATS, average),
                slope = FloatVector.broadcast(FLOATS, along);
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            VectorMask<Float> there = there(size - i);
            FloatVector standard = loadPart(x + i, there).sub(subtrahend).mul(multiplier);
            FloatVector product = loadPart(a + i, there).mul(loadPart(b + i, there));
            storePart(product.sub(mean).sub(standard.mul(slope)).mul(multiplier), y + i, there);
        }
    }
}
