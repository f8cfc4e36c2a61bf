package org.cotangent.spi.backend;

/**
 * How exactly products of matrices and convolutions of 32-bit floats are computed. Tensors are of 32-bit floats either
 * way, and so are the sums.
 */
public enum ProductPrecision {
    /** In 32 bits. */
    FP32,

    /**
     * Factors may be rounded to bfloat16, which has eight bits of precision: a relative error of up to 2^-8 in each
     * factor. Where the processor does not multiply bfloat16 fast, products are computed in 32 bits all the same.
     */
    FAST
}
