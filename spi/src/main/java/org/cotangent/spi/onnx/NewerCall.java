package org.cotangent.spi.onnx;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A call that is to be written in an older form than it has. */
public interface NewerCall extends Call {
    /** {@return the operator type} */
    String type();

    /** {@return operators to compute with around the call, in their newest form} */
    Formulas formulas();

    /** {@return the outputs of the call in the older form} Attributes with their defaults are left out. */
    List<Value> become(Attributes attributes, List<@Nullable Value> inputs);

    /** {@return the elements of input {@code i} if they are known and the same in every run} */
    default @Nullable Tensor constant(int i) {
        return has(i) ? formulas().emitter().constantOf(input(i)) : null;
    }
}
