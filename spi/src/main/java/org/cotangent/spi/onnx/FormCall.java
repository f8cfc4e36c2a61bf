package org.cotangent.spi.onnx;

import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A call that is to take the form that its operator has in another version. */
public interface FormCall extends Call {
    /** {@return the operator type} */
    String type();

    /** {@return operators to compute with around the call, in their newest form} */
    Formulas formulas();

    /** {@return the elements of input {@code i} if they are known and the same in every run} */
    default @Nullable Tensor constant(int i) {
        return has(i) ? formulas().emitter().constantOf(input(i)) : null;
    }
}
