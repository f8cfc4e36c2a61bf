package org.cotangent.opencl.gemm;

import org.cotangent.opencl.pointwise.Expressions;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Which ends of composites kernels can do themselves. */
public final class Endings {
    private Endings() {}

    /** {@return why the end of a composite cannot be written in OpenCL C; null if it can} */
    public static @Nullable String obstacle(Preparation call, Forward.Composite composite) {
        DType type = call.output(0).dtype();
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.input(i).dtype() != type) {
                return "operands of several types";
            }
        }
        return composite.epilogue() == null || Expressions.supports(composite.epilogue(), type)
                ? null
                : "the end has a function of Java";
    }
}
