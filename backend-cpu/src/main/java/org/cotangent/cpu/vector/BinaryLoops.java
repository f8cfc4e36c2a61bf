package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.store;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One loop per function of two numbers, and selection; see {@link UnaryLoops}. */
final class BinaryLoops {

    private BinaryLoops() {}

    private static VectorMask<Float> nonZero(long address) {
        return load(address).compare(VectorOperators.NE, 0f);
    }

    static void add(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).add(load(y + i)), target + i);
        }
    }

    static void subtract(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).sub(load(y + i)), target + i);
        }
    }

    static void multiply(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).mul(load(y + i)), target + i);
        }
    }

    static void divide(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).div(load(y + i)), target + i);
        }
    }

    static void min(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).min(load(y + i)), target + i);
        }
    }

    static void max(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).max(load(y + i)), target + i);
        }
    }

    static void power(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).pow(load(y + i)), target + i);
        }
    }

    static void less(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).lt(load(y + i))), target + i);
        }
    }

    static void lessOrEqual(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).compare(VectorOperators.LE, load(y + i))), target + i);
        }
    }

    static void equal(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).eq(load(y + i))), target + i);
        }
    }

    static void and(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(nonZero(x + i).and(nonZero(y + i))), target + i);
        }
    }

    static void or(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(nonZero(x + i).or(nonZero(y + i))), target + i);
        }
    }

    static void xor(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(nonZero(x + i).xor(nonZero(y + i))), target + i);
        }
    }

    static void select(long target, long condition, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(y + i).blend(load(x + i), nonZero(condition + i)), target + i);
        }
    }
}
