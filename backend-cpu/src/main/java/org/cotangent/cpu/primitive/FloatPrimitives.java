package org.cotangent.cpu.primitive;

/**
 * The float32 loops that all kernels of this backend are made of. There are two implementations: one for the Java Vector
 * API, and its twin in plain Java for virtual machines without it. They compute the same functions; where they round
 * differently, the methods state bounds.
 */
public interface FloatPrimitives {

    /** What this is and how wide, for logs and reports. */
    String description();

    /** Floats per vector; 1 in plain Java. */
    int lanes();

    /** The tile for products with many rows. */
    GemmTile largeTile();

    /** The tile for products with few rows and for left-over rows; as many columns as the large one. */
    GemmTile smallTile();

    /** Copies and transposes. */
    FloatMovement movement();

    /** Elementwise functions. */
    BlockMath blocks();

    /** Reductions, normalisations and sums of rows. */
    FloatRows rows();
}
