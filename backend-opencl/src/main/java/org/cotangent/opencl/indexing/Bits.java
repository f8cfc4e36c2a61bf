package org.cotangent.opencl.indexing;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;

/** Elements that are copied as they are: of one, two, four or eight bytes. */
final class Bits {
    private static final int PIECE = 4096;

    private Bits() {}

    /** {@return whether elements of this type can be copied} */
    static boolean canCopy(DType type) {
        return type.bits() >= 8 && type.bits() <= 64;
    }

    /** {@return code for elements as wide as those of this type, {@code macro}, and vectors of them} */
    static Source in(Source source, String macro, DType type) {
        String bits = switch (type.bytes()) {
            case 1 -> "uchar";
            case 2 -> "ushort";
            case 4 -> "uint";
            default -> "ulong";
        };
        return source.define(macro, bits)
                .define(macro + "_REAL", bits)
                .define(macro + "16", bits + "16")
                .define(macro + "_LOAD(p, i)", "((p)[i])")
                .define(macro + "_STORE(p, i, v)", "((p)[i] = (v))");
    }

    /** {@return the bits of NaN; 0 for types that are no floats} */
    static long missing(DType type) {
        return switch (type) {
            case FLOAT -> 0x7fc00000L;
            case DOUBLE -> 0x7ff8000000000000L;
            case FLOAT16 -> 0x7e00L;
            case BFLOAT16 -> 0x7fc0L;
            default -> 0;
        };
    }

    /** {@return a launch that copies input 0 to the output, unless that stands in its memory} */
    static Launch copy(DType type, long elements, DeviceFacts device) {
        Source source = in(Source.resource(Bits.class, "copy.cl"), "T", type);
        int piece = device.isCpu() ? PIECE : 1;
        return Launch.of(
                source,
                "copied",
                Range.of(Math.ceilDiv(elements, piece), device.isCpu() ? 1 : device.groupSize()),
                Argument.input(0),
                Argument.output(0),
                Argument.of(Math.toIntExact(elements)),
                Argument.of(piece));
    }
}
