package org.cotangent.ops.internal.numbers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The floats of four and eight bits: what their codes mean, and which code is nearest to a number. */
public abstract sealed class Minifloat permits SignedMinifloat, ScaleFloat {
    private final int bits;

    Minifloat(int bits) {
        this.bits = bits;
    }

    /** {@return the type, rounding as the attributes {@code saturate} and {@code round_mode} say} */
    public static Minifloat of(DType dtype, Attributes attributes) {
        boolean saturate = attributes.flag("saturate");
        return switch (dtype) {
            case FLOAT8E4M3FN -> new SignedMinifloat(8, 3, 7, 0x7e, 0x7f, saturate ? 0x7e : 0x7f, true);
            case FLOAT8E4M3FNUZ -> new SignedMinifloat(8, 3, 8, 0x7f, 0x80, saturate ? 0x7f : 0x80, false);
            case FLOAT8E5M2 -> new SignedMinifloat(8, 2, 15, 0x7b, 0x7e, saturate ? 0x7b : 0x7c, true);
            case FLOAT8E5M2FNUZ -> new SignedMinifloat(8, 2, 16, 0x7f, 0x80, saturate ? 0x7f : 0x80, false);
            case FLOAT4E2M1 -> new SignedMinifloat(4, 1, 1, 0x7, 0x8, 0x7, true);
            case FLOAT8E8M0 -> new ScaleFloat(saturate, attributes.text("round_mode"));
            default -> throw new IllegalArgumentException(dtype + " has more than eight bits");
        };
    }

    abstract double decode(int code);

    abstract int encode(double value);

    public void read(Tensor from, long index, double[] to, int at, int n) {
        MemorySegment data = from.segment();
        for (int i = 0; i < n; i++) {
            long bit = (index + i) * bits;
            int code = (data.get(ValueLayout.JAVA_BYTE, bit >> 3) & 0xff) >> (bit & 7);
            to[at + i] = decode(code & ((1 << bits) - 1));
        }
    }

    void write(double[] from, int at, Tensor to, long index, int n) {
        MemorySegment data = to.segment();
        for (int i = 0; i < n; i++) {
            long bit = (index + i) * bits;
            int shift = (int) (bit & 7);
            int others = data.get(ValueLayout.JAVA_BYTE, bit >> 3) & ~(((1 << bits) - 1) << shift);
            data.set(ValueLayout.JAVA_BYTE, bit >> 3, (byte) (others | encode(from[at + i]) << shift));
        }
    }
}
