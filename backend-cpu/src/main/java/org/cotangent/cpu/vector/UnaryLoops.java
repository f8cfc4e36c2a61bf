package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One loop per function of one number. Each loop is a method of its own, with the vector operation in its text: the
 * compiler keeps vectors in registers only where it sees the operation as a constant. Sizes are in bytes.
 */
final class UnaryLoops {

    private UnaryLoops() {}

    static void fill(long target, float value, int size) {
        FloatVector vector = FloatVector.broadcast(FLOATS, value);
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(vector, target + i);
        }
    }

    static void negate(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).neg(), target + i);
        }
    }

    static void abs(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).abs(), target + i);
        }
    }

    static void sign(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.sign(load(x + i)), target + i);
        }
    }

    static void floor(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.floor(load(x + i)), target + i);
        }
    }

    static void ceil(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.floor(load(x + i).neg()).neg(), target + i);
        }
    }

    static void round(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.round(load(x + i)), target + i);
        }
    }

    static void sqrt(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).sqrt(), target + i);
        }
    }

    static void reciprocal(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatVector.broadcast(FLOATS, 1f).div(load(x + i)), target + i);
        }
    }

    static void exp(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.exp(load(x + i)), target + i);
        }
    }

    static void log(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.log(load(x + i)), target + i);
        }
    }

    static void tanh(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.tanh(load(x + i)), target + i);
        }
    }

    static void erf(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.erf(load(x + i)), target + i);
        }
    }

    static void sigmoid(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.sigmoid(load(x + i)), target + i);
        }
    }

    static void expm1(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.EXPM1), target + i);
        }
    }

    static void log1p(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.LOG1P), target + i);
        }
    }

    static void sin(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.SIN), target + i);
        }
    }

    static void cos(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.COS), target + i);
        }
    }

    static void tan(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.TAN), target + i);
        }
    }

    static void asin(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.ASIN), target + i);
        }
    }

    static void acos(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.ACOS), target + i);
        }
    }

    static void atan(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.ATAN), target + i);
        }
    }

    static void sinh(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.SINH), target + i);
        }
    }

    static void cosh(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(load(x + i).lanewise(VectorOperators.COSH), target + i);
        }
    }

    static void isNaN(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).test(VectorOperators.IS_NAN)), target + i);
        }
    }

    static void isPositiveInfinity(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)), target + i);
        }
    }

    static void isNegativeInfinity(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY)), target + i);
        }
    }

    static void not(long target, long x, int size) {
        for (int i = 0; i < size; i += VECTOR_BYTES) {
            store(FloatMath.truth(load(x + i).compare(VectorOperators.EQ, 0f)), target + i);
        }
    }
}
