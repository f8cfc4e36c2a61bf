package org.cotangent.cpu.onednn;

import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** Says why a call is not for oneDNN; thrown while a kernel is planned and turned into a declined offer. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }

    static void unless(boolean condition, String why) {
        if (!condition) {
            throw new Refusal(why);
        }
    }

    /** Returns the sizes of a tensor, which must be known. */
    static long[] sizes(TensorType type) {
        unless(type.isStatic(), "the sizes of " + type + " are not known");
        return type.shape().sizes();
    }

    /** Returns the type of bytes. */
    static DataType bytes(DType type) {
        return switch (type) {
            case UINT8 -> DataType.U8;
            case INT8 -> DataType.S8;
            default -> throw new Refusal(type + " is no type of bytes");
        };
    }

    /** Returns the element type in which oneDNN computes. */
    static DataType floating(DType type) {
        return switch (type) {
            case FLOAT -> DataType.F32;
            case FLOAT16 -> DataType.F16;
            case BFLOAT16 -> DataType.BF16;
            default -> throw new Refusal("oneDNN does not compute in " + type);
        };
    }
}
