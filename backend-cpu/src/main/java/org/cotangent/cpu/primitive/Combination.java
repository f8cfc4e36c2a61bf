package org.cotangent.cpu.primitive;

/** How a reduction joins elements: the map that each one goes through first, and an associative operation. */
public enum Combination {
    /** {@code sum of x}. */
    SUM(0),
    /** {@code sum of x^2}. */
    SUM_OF_SQUARES(0),
    /** {@code sum of |x|}. */
    SUM_OF_MAGNITUDES(0),
    /** {@code product of x}. */
    PRODUCT(1),
    /** The greatest; NaN if there is one. */
    MAX(Double.NEGATIVE_INFINITY),
    /** The least; NaN if there is one. */
    MIN(Double.POSITIVE_INFINITY);

    private final double neutral;

    Combination(double neutral) {
        this.neutral = neutral;
    }

    /** {@return the result for no elements} */
    public double neutral() {
        return neutral;
    }

    /** {@return the element as it enters the operation} */
    public double map(double x) {
        return switch (this) {
            case SUM, PRODUCT, MAX, MIN -> x;
            case SUM_OF_SQUARES -> x * x;
            case SUM_OF_MAGNITUDES -> Math.abs(x);
        };
    }

    /** {@return the combination of results of this one} */
    public Combination ofResults() {
        return switch (this) {
            case SUM, SUM_OF_SQUARES, SUM_OF_MAGNITUDES -> SUM;
            case PRODUCT, MAX, MIN -> this;
        };
    }

    /** {@return two results as one} */
    public double join(double x, double y) {
        return switch (this) {
            case SUM, SUM_OF_SQUARES, SUM_OF_MAGNITUDES -> x + y;
            case PRODUCT -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
        };
    }
}
