package org.cotangent.ops.internal.support;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

/** The groups of element types that ONNX's signatures are made of. */
public final class Types {
    private Types() {}

    /** {@return every element type} */
    public static TypeVariable any(String name) {
        return TypeVariable.of(name, DType.all());
    }

    /** {@return numbers of whole bytes, complex numbers, booleans and strings: everything but the narrow types} */
    public static TypeVariable basic(String name) {
        return TypeVariable.of(name, basic());
    }

    private static Set<DType> basic() {
        Set<DType> types = DType.numeric();
        types.addAll(EnumSet.of(DType.BOOL, DType.STRING, DType.COMPLEX64, DType.COMPLEX128));
        return types;
    }

    /** {@return the basic types but bfloat16} */
    public static TypeVariable classic(String name) {
        Set<DType> types = basic();
        types.remove(DType.BFLOAT16);
        return TypeVariable.of(name, types);
    }

    /** {@return floating and integer types} */
    public static TypeVariable numeric(String name) {
        return TypeVariable.of(name, DType.numeric());
    }

    /** {@return int64} */
    public static TypeVariable int64(String name) {
        return TypeVariable.of(name, DType.INT64);
    }

    /** {@return int32 and int64} */
    public static TypeVariable index(String name) {
        return TypeVariable.of(name, DType.INT32, DType.INT64);
    }

    public static TypeVariable bool(String name) {
        return TypeVariable.of(name, DType.BOOL);
    }
}
