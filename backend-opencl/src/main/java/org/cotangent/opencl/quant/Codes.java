package org.cotangent.opencl.quant;

import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;

/** Ranges of integers, for kernels. */
final class Codes {
    private Codes() {}

    /** {@return the code with definitions of {@code LOW} and {@code HIGH}, the range of an integer type} */
    static Source bounded(Source source, DType type) {
        if (!type.isInteger() || type.bits() > 16) {
            throw new TypeException("numbers cannot be codes of " + type);
        }
        boolean signed = type.kind() == DType.Kind.SIGNED;
        int low = signed ? -(1 << (type.bits() - 1)) : 0;
        return source.define("LOW", "(" + low + ")").define("HIGH", low + (1 << type.bits()) - 1);
    }
}
