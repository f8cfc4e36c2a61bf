package org.cotangent.spi.onnx;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/** A call that is to be written in an older form than it has. */
public interface NewerCall extends FormCall {
    /** {@return the outputs of the call in the older form} Attributes with their defaults are left out. */
    List<Value> become(Attributes attributes, List<@Nullable Value> inputs);
}
