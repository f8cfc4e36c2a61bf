package org.cotangent.onnx.rewrite;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 14, a zero in the shape always stood for the size of the input. */
public final class ReshapeZero implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Reshape");
    }

    @Override
    public int since() {
        return 14;
    }

    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        Attributes attributes = call.attributes();
        if (!attributes.flag("allowzero")) {
            return call.become(attributes, call.inputs());
        }
        Tensor shape = call.constant(1);
        return shape == null || Arrays.stream(shape.toLongs()).anyMatch(size -> size == 0)
                ? null
                : call.become(attributes.without("allowzero"), call.inputs());
    }
}
