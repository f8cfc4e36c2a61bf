package org.cotangent.ops.internal.matrix;

import java.util.EnumSet;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

/** The element types of ONNX's matrix products. */
public final class ProductTypes {
    private ProductTypes() {}

    /** {@return T: floating types and the integers of 32 and 64 bits} */
    public static TypeVariable variable() {
        EnumSet<DType> allowed = EnumSet.of(DType.INT32, DType.INT64, DType.UINT32, DType.UINT64);
        allowed.addAll(DType.floating());
        return TypeVariable.of("T", allowed);
    }
}
