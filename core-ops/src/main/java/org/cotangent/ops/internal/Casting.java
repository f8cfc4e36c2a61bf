package org.cotangent.ops.internal;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;

/** What Cast and CastLike share. */
public final class Casting {
    private Casting() {}

    /** {@return every type but the complex ones} */
    public static Set<DType> types() {
        Set<DType> types = DType.all();
        types.removeAll(EnumSet.of(DType.COMPLEX64, DType.COMPLEX128));
        return types;
    }

    /** {@return the builder with how narrow floats are rounded} */
    public static Signature.Builder attributes(Signature.Builder builder) {
        return builder.attribute("saturate", 1).attribute("round_mode", "up");
    }

    /** {@return the kernel of a call that converts input 0 to the type of output 0} */
    public static Kernel kernel(Preparation call) {
        return new CastKernel(call);
    }
}
