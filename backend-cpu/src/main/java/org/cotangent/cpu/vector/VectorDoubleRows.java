package org.cotangent.cpu.vector;

import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.GrowingMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.scalar.ScalarDoubleRows;

/** Rows of float64 by vectors. */
final class VectorDoubleRows implements RowArithmetic {

    /** Columns into which a row is folded before its elements are joined. */
    private static final int FOLD = 64;

    private static final ThreadLocal<GrowingMemory> FOLDED = ThreadLocal.withInitial(GrowingMemory::new);

    private final ScalarDoubleRows scalar = new ScalarDoubleRows();

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public double combine(Combination c, long x, long n) {
        if (n < 4 * FOLD) {
            return scalar.combine(c, x, n);
        }
        long folded = FOLDED.get().address((long) Double.BYTES * FOLD);
        DoubleRowLoops.set(folded, c.neutral(), FOLD);
        for (long i = 0; i < n; i += FOLD) {
            combineInto(c, folded, x + Double.BYTES * i, (int) Math.min(FOLD, n - i));
        }
        double result = c.neutral();
        for (int i = 0; i < FOLD; i++) {
            result = c.join(result, NativeMemory.getDouble(folded + (long) Double.BYTES * i));
        }
        return result;
    }

    @Override
    public void combineInto(Combination c, long target, long x, int n) {
        switch (c) {
            case SUM -> DoubleRowLoops.addInto(target, x, n);
            case SUM_OF_SQUARES -> DoubleRowLoops.addSquaresInto(target, x, n);
            case SUM_OF_MAGNITUDES -> DoubleRowLoops.addMagnitudesInto(target, x, n);
            case PRODUCT -> DoubleRowLoops.multiplyInto(target, x, n);
            case MAX -> DoubleRowLoops.maxInto(target, x, n);
            case MIN -> DoubleRowLoops.minInto(target, x, n);
        }
    }

    @Override
    public void set(long y, double a, int n) {
        DoubleRowLoops.set(y, a, n);
    }

    @Override
    public void addScaled(long y, double a, long x, int n) {
        DoubleRowLoops.addScaled(y, a, x, n);
    }

    @Override
    public void addConstant(long y, double a, int n) {
        DoubleRowLoops.addConstant(y, a, n);
    }
}
