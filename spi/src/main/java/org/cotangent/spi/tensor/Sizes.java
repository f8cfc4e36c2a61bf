package org.cotangent.spi.tensor;

import org.cotangent.spi.ShapeException;

/** Arithmetic on sizes, which files from strangers may choose so that it overflows. */
final class Sizes {
    private Sizes() {}

    /** {@return the sum} Throws {@link ShapeException} if 64 bits do not hold it. */
    static long sum(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw new ShapeException("the size " + a + " + " + b + " is more than any memory holds");
        }
        return sum;
    }

    /** {@return the product} Throws {@link ShapeException} if 64 bits do not hold it. */
    static long product(long a, long b) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw new ShapeException("the size " + a + " * " + b + " is more than any memory holds");
        }
        return product;
    }
}
