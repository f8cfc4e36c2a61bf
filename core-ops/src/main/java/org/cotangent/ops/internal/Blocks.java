package org.cotangent.ops.internal;

import org.cotangent.spi.tensor.Tensor;

/**
 * Arrays in which one computes: float64 for floating elements, long for integers and bools.
 *
 * @param <A> the array type
 */
abstract sealed class Blocks<A> {
    abstract A allocate(int length);

    /** Reads neighbouring elements into {@code to[at], to[at + 1], ...}. */
    abstract void read(Tensor from, long index, A to, int at, int n);

    /** Writes {@code from[at], from[at + 1], ...} to neighbouring elements. */
    abstract void write(A from, int at, Tensor to, long index, int n);

    /** Copies {@code n} elements that are {@code fromStep} apart to where they are {@code toStep} apart. */
    abstract void copy(A from, int at, int fromStep, A to, int toAt, int toStep, int n);

    static final class Reals extends Blocks<double[]> {
        @Override
        double[] allocate(int length) {
            return new double[length];
        }

        @Override
        void read(Tensor from, long index, double[] to, int at, int n) {
            Numbers.read(from, index, to, at, n);
        }

        @Override
        void write(double[] from, int at, Tensor to, long index, int n) {
            Numbers.write(from, at, to, index, n);
        }

        @Override
        void copy(double[] from, int at, int fromStep, double[] to, int toAt, int toStep, int n) {
            for (int i = 0; i < n; i++) {
                to[toAt + i * toStep] = from[at + i * fromStep];
            }
        }
    }

    static final class Wholes extends Blocks<long[]> {
        @Override
        long[] allocate(int length) {
            return new long[length];
        }

        @Override
        void read(Tensor from, long index, long[] to, int at, int n) {
            Numbers.read(from, index, to, at, n);
        }

        @Override
        void write(long[] from, int at, Tensor to, long index, int n) {
            Numbers.write(from, at, to, index, n);
        }

        @Override
        void copy(long[] from, int at, int fromStep, long[] to, int toAt, int toStep, int n) {
            for (int i = 0; i < n; i++) {
                to[toAt + i * toStep] = from[at + i * fromStep];
            }
        }
    }
}
