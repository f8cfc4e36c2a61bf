package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

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

    /** Returns how exactly the products of a call must be computed. */
    static MathMode of(Preparation call) {
        return switch (call.precision()) {
            case FP32 -> STRICT;
            case FAST -> BF16;
        };
    }

    /** Returns the mode of this code. */
    static MathMode of(int code) {
        for (MathMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no math mode " + code + " is in use");
    }

    int code() {
        return code;
    }
}
