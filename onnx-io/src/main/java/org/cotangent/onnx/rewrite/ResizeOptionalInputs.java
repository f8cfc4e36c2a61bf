package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 13, region and scales that did not matter were empty tensors; now they are absent. */
public final class ResizeOptionalInputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Resize");
    }

    @Override
    public int since() {
        return 13;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.become(
                call.attributes(), call.input(0), unlessEmpty(call, 1), unlessEmpty(call, 2), unlessEmpty(call, 3));
    }

    private static @Nullable Value unlessEmpty(OlderCall call, int i) {
        @Nullable Tensor constant = call.constant(i);
        boolean isEmpty = constant != null && constant.elements() == 0;
        return isEmpty || !call.has(i) ? null : call.input(i);
    }
}
