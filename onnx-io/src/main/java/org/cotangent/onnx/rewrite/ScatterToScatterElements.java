package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** In opset 11, Scatter became ScatterElements. */
public final class ScatterToScatterElements implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Scatter");
    }

    @Override
    public int since() {
        return 11;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.become("ScatterElements", call.attributes(), call.inputs());
    }
}
