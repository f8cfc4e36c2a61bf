package org.cotangent.spi.op;

/** What an input is to its operator. */
public enum Role {
    /** An input {@code x_c}: differentiable where its element type is. */
    DATA,
    /** A parameter {@code w}: differentiable, and what training changes. */
    PARAMETER,
    /** Indices, shapes, masks, flags: has no tangent space whatever its element type. */
    FIXED
}
