package org.cotangent.cpu.pointwise;

import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.scalar.ScalarLongBlocks;
import org.cotangent.spi.tensor.DType;

/** The three kinds of numbers that expressions are evaluated in. */
enum NumberDomain {
    FLOAT32(DType.FLOAT),
    FLOAT64(DType.DOUBLE),
    INT64(DType.INT64);

    private final DType stored;

    NumberDomain(DType stored) {
        this.stored = stored;
    }

    /** {@return the domain in which one computes with elements of this type} */
    static NumberDomain of(DType dtype) {
        return switch (dtype) {
            case FLOAT, FLOAT16, BFLOAT16 -> FLOAT32;
            case DOUBLE -> FLOAT64;
            default -> INT64;
        };
    }

    /** {@return whether tensors of this type hold the domain's numbers as they are} */
    boolean isStoredAs(DType dtype) {
        return dtype == stored || (this == INT64 && dtype == DType.UINT64);
    }

    /** {@return the functions on blocks of these numbers, for elements of this type} */
    BlockMath math(Primitives primitives, DType dtype) {
        return switch (this) {
            case FLOAT32 -> primitives.blocks();
            case FLOAT64 -> primitives.doubleBlocks();
            case INT64 -> new ScalarLongBlocks(dtype == DType.UINT64);
        };
    }
}
