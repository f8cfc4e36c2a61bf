package org.cotangent.spi.onnx;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/** A node of a file in an older form than the operator's. Its attributes are those of the file, without defaults. */
public interface OlderCall extends FormCall {
    /** {@return the opset of the file} */
    int opset();

    /** {@return the outputs of the node in the newer form} It keeps the names of the node and of its outputs. */
    List<Value> become(String type, Attributes attributes, List<@Nullable Value> inputs);

    /** {@return the outputs of the node in the newer form, under the same type} */
    default List<Value> become(Attributes attributes, @Nullable Value... inputs) {
        return become(type(), attributes, Arrays.asList(inputs));
    }
}
