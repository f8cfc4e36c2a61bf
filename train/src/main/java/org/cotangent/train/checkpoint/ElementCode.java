package org.cotangent.train.checkpoint;

import java.util.Optional;
import org.cotangent.spi.tensor.DType;

/** The names of element types in the safetensors format. */
enum ElementCode {
    BOOL(DType.BOOL),
    F4(DType.FLOAT4E2M1),
    U8(DType.UINT8),
    I8(DType.INT8),
    F8_E5M2(DType.FLOAT8E5M2),
    F8_E4M3(DType.FLOAT8E4M3FN),
    F8_E8M0(DType.FLOAT8E8M0),
    F8_E4M3FNUZ(DType.FLOAT8E4M3FNUZ),
    F8_E5M2FNUZ(DType.FLOAT8E5M2FNUZ),
    I16(DType.INT16),
    U16(DType.UINT16),
    F16(DType.FLOAT16),
    BF16(DType.BFLOAT16),
    I32(DType.INT32),
    U32(DType.UINT32),
    F32(DType.FLOAT),
    C64(DType.COMPLEX64),
    F64(DType.DOUBLE),
    I64(DType.INT64),
    U64(DType.UINT64);

    private final DType dtype;

    ElementCode(DType dtype) {
        this.dtype = dtype;
    }

    DType dtype() {
        return dtype;
    }

    /** {@return the code of this name} */
    static Optional<ElementCode> named(String name) {
        for (ElementCode code : values()) {
            if (code.name().equals(name)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    /** {@return the code of this type; empty for strings, integers within a byte and complex128} */
    static Optional<ElementCode> of(DType dtype) {
        for (ElementCode code : values()) {
            if (code.dtype == dtype) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
