package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** In opset 10, Upsample became Resize. */
public final class UpsampleToResize implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Upsample");
    }

    @Override
    public int since() {
        return 10;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.become("Resize", call.attributes(), call.inputs());
    }
}
