package org.cotangent.ops.internal.support;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

/** Signatures that families of operators share. */
public final class Signatures {
    private Signatures() {}

    /** {@return floating and signed integer types} */
    public static Set<DType> signed() {
        Set<DType> types = EnumSet.copyOf(DType.floating());
        types.addAll(EnumSet.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64));
        return types;
    }

    /** {@return one input and one output of the same type} */
    public static Signature.Builder unary(String input, String output, Set<DType> allowed) {
        TypeVariable t = TypeVariable.of("T", allowed);
        return Signature.builder().input(input, t).output(output, t);
    }

    /** {@return floating {@code X} to {@code Y}} */
    public static Signature.Builder unary() {
        return unary("X", "Y", DType.floating());
    }

    /** {@return {@code A} and {@code B} to {@code C}, all of one type} */
    public static Signature.Builder binary(Set<DType> allowed) {
        TypeVariable t = TypeVariable.of("T", allowed);
        return Signature.builder().input("A", t).input("B", t).output("C", t);
    }

    /** {@return {@code A} and {@code B} of one type to a bool {@code C}} */
    public static Signature.Builder predicate(Set<DType> allowed) {
        TypeVariable t = TypeVariable.of("T", allowed);
        return Signature.builder().input("A", t).input("B", t).output("C", TypeVariable.of("T1", DType.BOOL));
    }
}
