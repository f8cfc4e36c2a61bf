package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.DOUBLES;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.loadDoubles;
import static org.cotangent.cpu.vector.Lanes.store;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One loop per function of one or two float64 numbers; see {@link UnaryLoops}. */
final class DoubleLoops {

    private DoubleLoops() {}

    private static VectorMask<Double> nonZero(long address) {
        return loadDoubles(address).compare(VectorOperators.NE, 0);
    }

    static void fill(long target, double value, int size) {
        DoubleVector vector = DoubleVector.broadcast(DOUBLES, value);
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(vector, target + i);
        }
    }

    static void negate(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).neg(), target + i);
        }
    }

    static void abs(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).abs(), target + i);
        }
    }

    static void sign(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.sign(loadDoubles(x + i)), target + i);
        }
    }

    static void floor(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.floor(loadDoubles(x + i)), target + i);
        }
    }

    static void ceil(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.floor(loadDoubles(x + i).neg()).neg(), target + i);
        }
    }

    static void round(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.round(loadDoubles(x + i)), target + i);
        }
    }

    static void sqrt(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).sqrt(), target + i);
        }
    }

    static void reciprocal(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleVector.broadcast(DOUBLES, 1).div(loadDoubles(x + i)), target + i);
        }
    }

    static void exp(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.exp(loadDoubles(x + i)), target + i);
        }
    }

    static void log(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.log(loadDoubles(x + i)), target + i);
        }
    }

    static void sigmoid(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.sigmoid(loadDoubles(x + i)), target + i);
        }
    }

    static void not(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.truth(loadDoubles(x + i).compare(VectorOperators.EQ, 0)), target + i);
        }
    }

    static void add(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).add(loadDoubles(y + i)), target + i);
        }
    }

    static void subtract(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).sub(loadDoubles(y + i)), target + i);
        }
    }

    static void multiply(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).mul(loadDoubles(y + i)), target + i);
        }
    }

    static void divide(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).div(loadDoubles(y + i)), target + i);
        }
    }

    static void min(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).min(loadDoubles(y + i)), target + i);
        }
    }

    static void max(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(x + i).max(loadDoubles(y + i)), target + i);
        }
    }

    static void less(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.truth(loadDoubles(x + i).lt(loadDoubles(y + i))), target + i);
        }
    }

    static void lessOrEqual(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.truth(loadDoubles(x + i).compare(VectorOperators.LE, loadDoubles(y + i))), target + i);
        }
    }

    static void equal(long target, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(DoubleMath.truth(loadDoubles(x + i).eq(loadDoubles(y + i))), target + i);
        }
    }

    static void select(long target, long condition, long x, long y, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(loadDoubles(y + i).blend(loadDoubles(x + i), nonZero(condition + i)), target + i);
        }
    }
}
