package org.cotangent.cpu.onednn;

/** How exactly products of 32-bit floats are computed. */
enum MathMode {
    /** In 32 bits. */
    STRICT(0),
    /** Factors may be rounded to bfloat16, sums stay in 32 bits: relative error about 2e-3. */
    BF16(1);

    private final int code;

    MathMode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
