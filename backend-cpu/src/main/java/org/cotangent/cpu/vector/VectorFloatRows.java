package org.cotangent.cpu.vector;

import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.NativeMemory;

/** Rows by vectors. */
final class VectorFloatRows implements FloatRows {

    /** Bytes that are summed in float32: 16 KiB are 64 additions to each lane of four 512-bit vectors. */
    private static final int CHUNK = 1 << 14;

    @Override
    public double combine(Combination c, long x, long n) {
        long size = n * Float.BYTES;
        if (size <= CHUNK) {
            return combineChunk(c, x, (int) size);
        }
        double result = c.neutral();
        for (long i = 0; i < size; i += CHUNK) {
            result = c.join(result, combineChunk(c, x + i, (int) Math.min(CHUNK, size - i)));
        }
        return result;
    }

    private static float combineChunk(Combination c, long x, int size) {
        return switch (c) {
            case SUM -> RowReductions.sum(x, size);
            case SUM_OF_SQUARES -> RowReductions.sumOfSquares(x, size);
            case SUM_OF_MAGNITUDES -> RowReductions.sumOfMagnitudes(x, size);
            case PRODUCT -> RowReductions.product(x, size);
            case MAX -> RowReductions.max(x, size);
            case MIN -> RowReductions.min(x, size);
        };
    }

    @Override
    public void combineInto(Combination c, long target, long x, int n) {
        int size = n * Float.BYTES;
        switch (c) {
            case SUM -> RowLoops.addInto(target, x, size);
            case SUM_OF_SQUARES -> RowLoops.addSquaresInto(target, x, size);
            case SUM_OF_MAGNITUDES -> RowLoops.addMagnitudesInto(target, x, size);
            case PRODUCT -> RowLoops.multiplyInto(target, x, size);
            case MAX -> RowLoops.maxInto(target, x, size);
            case MIN -> RowLoops.minInto(target, x, size);
        }
    }

    @Override
    public void set(long y, double a, int n) {
        RowLoops.set(y, (float) a, n * Float.BYTES);
    }

    @Override
    public void addScaled(long y, double a, long x, int n) {
        RowLoops.addScaled(y, (float) a, x, n * Float.BYTES);
    }

    @Override
    public void addConstant(long y, double a, int n) {
        RowLoops.addConstant(y, (float) a, n * Float.BYTES);
    }

    @Override
    public void scale(long y, float a, long x, int n) {
        RowLoops.scale(y, a, x, n * Float.BYTES);
    }

    @Override
    public void shift(long y, float a, long x, int n) {
        RowLoops.shift(y, a, x, n * Float.BYTES);
    }

    @Override
    public double expShifted(long y, float a, long x, int n) {
        double sum = 0;
        int size = n * Float.BYTES;
        for (int i = 0; i < size; i += CHUNK) {
            sum += RowLoops.expShifted(y + i, a, x + i, Math.min(CHUNK, size - i));
        }
        return sum;
    }

    @Override
    public double sumOfExpShifted(float a, long x, int n) {
        double sum = 0;
        int size = n * Float.BYTES;
        for (int i = 0; i < size; i += CHUNK) {
            sum += RowLoops.sumOfExpShifted(a, x + i, Math.min(CHUNK, size - i));
        }
        return sum;
    }

    @Override
    public double sumOfSquaresAround(float a, long x, int n) {
        double sum = 0;
        int size = n * Float.BYTES;
        for (int i = 0; i < size; i += CHUNK) {
            sum += RowLoops.sumOfSquaresAround(a, x + i, Math.min(CHUNK, size - i));
        }
        return sum;
    }

    @Override
    public void standardize(long y, float shift, float factor, long x, long scale, long bias, int n) {
        if (bias == 0) {
            RowLoops.standardize(y, shift, factor, x, scale, n * Float.BYTES);
        } else {
            RowLoops.standardize(y, shift, factor, x, scale, bias, n * Float.BYTES);
        }
    }

    @Override
    public void standardize(long y, float shift, float factor, float bias, long x, int n) {
        RowPairs.standardize(y, shift, factor, bias, x, n * Float.BYTES);
    }

    @Override
    public void multiply(long y, long x, long a, int n) {
        RowPairs.multiply(y, x, a, n * Float.BYTES);
    }

    @Override
    public void subtract(long y, long x, long a, int n) {
        RowPairs.subtract(y, x, a, n * Float.BYTES);
    }

    @Override
    public void divide(long y, long x, int n) {
        RowPairs.divide(y, x, n * Float.BYTES);
    }

    @Override
    public void addExpShifted(long y, long x, long a, long sum, int n) {
        RowPairs.addExpShifted(y, x, a, sum, n * Float.BYTES);
    }

    @Override
    public double dot(long x, long a, int n) {
        double sum = 0;
        int size = n * Float.BYTES;
        for (int i = 0; i < size; i += CHUNK) {
            sum += RowPairs.dot(x + i, a + i, Math.min(CHUNK, size - i));
        }
        return sum;
    }

    @Override
    public void multiplyShifted(long y, long x, float b, long a, int n) {
        RowPairs.multiplyShifted(y, x, b, a, n * Float.BYTES);
    }

    @Override
    public void subtractExpScaled(long y, long x, float a, long z, int n) {
        RowPairs.subtractExpScaled(y, x, a, z, n * Float.BYTES);
    }

    @Override
    public void weightedSums(long sums, float shift, long x, long a, long b, int n) {
        double sum = 0;
        double along = 0;
        int size = n * Float.BYTES;
        for (int i = 0; i < size; i += CHUNK) {
            int part = Math.min(CHUNK, size - i);
            sum += RowPairs.dot(a + i, b + i, part);
            along += RowPairs.dotAround(shift, x + i, a + i, b + i, part);
        }
        NativeMemory.setFloat(sums, (float) sum);
        NativeMemory.setFloat(sums + Float.BYTES, (float) along);
    }

    @Override
    public void addStandardized(long sum, float shift, float factor, long x, long a, int n) {
        RowPairs.addStandardized(sum, shift, factor, x, a, n * Float.BYTES);
    }

    @Override
    public void pullStandardized(
            long y, float shift, float factor, float average, float along, long x, long a, long b, int n) {
        RowPairs.pullStandardized(y, shift, factor, average, along, x, a, b, n * Float.BYTES);
    }
}
