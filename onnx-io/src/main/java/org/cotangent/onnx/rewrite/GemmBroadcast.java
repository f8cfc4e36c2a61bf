package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 7, {@code broadcast} allowed to broadcast {@code C}, which is always allowed now. */
public final class GemmBroadcast implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Gemm");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.become(call.type(), call.attributes().without("broadcast"), call.inputs());
    }
}
