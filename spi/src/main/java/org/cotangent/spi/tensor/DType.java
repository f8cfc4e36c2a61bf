package org.cotangent.spi.tensor;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.spi.TypeException;

/**
 * The element types of ONNX. {@link #code()} is the number of {@code TensorProto.DataType}.
 *
 * <p>Types narrower than a byte are stored packed, lowest bits first, as in ONNX's {@code raw_data}. {@link #BOOL}
 * takes a byte with the values 0 and 1. {@link #STRING} has no bytes: its tensors hold Java strings.
 */
public enum DType {
    FLOAT(1, 32, Kind.FLOATING),
    UINT8(2, 8, Kind.UNSIGNED),
    INT8(3, 8, Kind.SIGNED),
    UINT16(4, 16, Kind.UNSIGNED),
    INT16(5, 16, Kind.SIGNED),
    INT32(6, 32, Kind.SIGNED),
    INT64(7, 64, Kind.SIGNED),
    STRING(8, 0, Kind.TEXT),
    BOOL(9, 8, Kind.BOOLEAN),
    FLOAT16(10, 16, Kind.FLOATING),
    DOUBLE(11, 64, Kind.FLOATING),
    UINT32(12, 32, Kind.UNSIGNED),
    UINT64(13, 64, Kind.UNSIGNED),
    COMPLEX64(14, 64, Kind.COMPLEX),
    COMPLEX128(15, 128, Kind.COMPLEX),
    BFLOAT16(16, 16, Kind.FLOATING),
    FLOAT8E4M3FN(17, 8, Kind.MINIFLOAT),
    FLOAT8E4M3FNUZ(18, 8, Kind.MINIFLOAT),
    FLOAT8E5M2(19, 8, Kind.MINIFLOAT),
    FLOAT8E5M2FNUZ(20, 8, Kind.MINIFLOAT),
    UINT4(21, 4, Kind.UNSIGNED),
    INT4(22, 4, Kind.SIGNED),
    FLOAT4E2M1(23, 4, Kind.MINIFLOAT),
    FLOAT8E8M0(24, 8, Kind.MINIFLOAT),
    UINT2(25, 2, Kind.UNSIGNED),
    INT2(26, 2, Kind.SIGNED);

    /** What kind of number an element is. */
    public enum Kind {
        /** float16, bfloat16, float32, float64: the types in which one computes and differentiates. */
        FLOATING,
        /** The eight and four bit floats: storage types that are cast before one computes. */
        MINIFLOAT,
        SIGNED,
        UNSIGNED,
        BOOLEAN,
        COMPLEX,
        TEXT
    }

    private final int code;
    private final int bits;
    private final Kind kind;

    DType(int code, int bits, Kind kind) {
        this.code = code;
        this.bits = bits;
        this.kind = kind;
    }

    /** {@return the number of this type in ONNX's TensorProto.DataType} */
    public int code() {
        return code;
    }

    /** {@return the width of an element in bits; 0 for strings} */
    public int bits() {
        return bits;
    }

    public Kind kind() {
        return kind;
    }

    /** {@return whether tensors of this type can be differentiated} */
    public boolean isFloating() {
        return kind == Kind.FLOATING;
    }

    /** {@return whether this is a signed or unsigned integer type of any width} */
    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /**
     * {@return the bytes that {@code elements} take when stored densely} Throws {@link ShapeException} if no number of
     * 64 bits counts their bits.
     */
    public long byteSize(long elements) {
        return Math.ceilDiv(Sizes.product(elements, bits), 8L);
    }

    /**
     * {@return the bytes of one element} Throws {@link TypeException} for types narrower than a byte and for strings.
     */
    public int bytes() {
        if (bits < 8) {
            throw new TypeException("elements of " + this + " have no whole number of bytes; cast the tensor first");
        }
        return bits / 8;
    }

    /** {@return the type with this number in ONNX} */
    public static DType ofCode(int code) {
        for (DType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new TypeException("ONNX element type " + code + " is not known; types 1 to 26 are");
    }

    /** {@return float16, bfloat16, float32 and float64} */
    public static Set<DType> floating() {
        return EnumSet.of(FLOAT, DOUBLE, FLOAT16, BFLOAT16);
    }

    /** {@return the integers of 8 to 64 bits} */
    public static Set<DType> integers() {
        return EnumSet.of(INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64);
    }

    /** {@return the floating and integer types in which one computes} */
    public static Set<DType> numeric() {
        Set<DType> types = EnumSet.copyOf(floating());
        types.addAll(integers());
        return types;
    }

    /** {@return every type} */
    public static Set<DType> all() {
        return EnumSet.allOf(DType.class);
    }
}
