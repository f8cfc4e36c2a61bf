package org.cotangent.ops.internal.numbers;

import org.cotangent.spi.tensor.Tensor;

/**
 * Arrays in which one computes: float64 for floating elements, long for integers and bools.
 *
 * @param <A> the array type
 */
public abstract sealed class Blocks<A> {
    public abstract A allocate(int length);

    /** Reads neighbouring elements into {@code to[at], to[at + 1], ...}. */
    public abstract void read(Tensor from, long index, A to, int at, int n);

    /** Writes {@code from[at], from[at + 1], ...} to neighbouring elements. */
    public abstract void write(A from, int at, Tensor to, long index, int n);

    /** Copies {@code n} elements that are {@code fromStep} apart to where they are {@code toStep} apart. */
    public abstract void copy(A from, int at, int fromStep, A to, int toAt, int toStep, int n);

    public static final class Reals extends Blocks<double[]> {
        @Override
        public double[] allocate(int length) {
            return new double[length];
        }

        @Override
        public void read(Tensor from, long index, double[] to, int at, int n) {
            Numbers.read(from, index, to, at, n);
        }

        @Override
        public void write(double[] from, int at, Tensor to, long index, int n) {
            Numbers.write(from, at, to, index, n);
        }

        @Override
        public void copy(double[] from, int at, int fromStep, double[] to, int toAt, int toStep, int n) {
            for (int i = 0; i < n; i++) {
                to[toAt + i * toStep] = from[at + i * fromStep];
            }
        }
    }

    public static final class Wholes extends Blocks<long[]> {
        @Override
        public long[] allocate(int length) {
            return new long[length];
        }

        @Override
        public void read(Tensor from, long index, long[] to, int at, int n) {
            Numbers.read(from, index, to, at, n);
        }

        @Override
        public void write(long[] from, int at, Tensor to, long index, int n) {
            Numbers.write(from, at, to, index, n);
        }

        @Override
        public void copy(long[] from, int at, int fromStep, long[] to, int toAt, int toStep, int n) {
            for (int i = 0; i < n; i++) {
                to[toAt + i * toStep] = from[at + i * fromStep];
            }
        }
    }
}
