package org.cotangent.spi.onnx;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A node of a file in an older form than the operator's. Its attributes are those of the file, without defaults. */
public interface OlderCall extends Call {
    /** {@return the operator type} */
    String type();

    /** {@return the opset of the file} */
    int opset();

    /** {@return operators to compute with around the call, in their newest form} */
    Formulas formulas();

    /** {@return the outputs of the node in the newer form} It keeps the names of the node and of its outputs. */
    List<Value> become(String type, Attributes attributes, List<@Nullable Value> inputs);

    /** {@return the outputs of the node in the newer form, under the same type} */
    default List<Value> become(Attributes attributes, @Nullable Value... inputs) {
        return become(type(), attributes, Arrays.asList(inputs));
    }

    /** {@return the elements of input {@code i} if they are known and the same in every run} */
    default @Nullable Tensor constant(int i) {
        return has(i) ? formulas().emitter().constantOf(input(i)) : null;
    }
}
