package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 10, {@code k} was an attribute. */
public final class TopKInput implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("TopK");
    }

    @Override
    public int since() {
        return 10;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        long k = call.attributes().integer("k");
        return call.become(
                call.attributes().without("k"), call.input(0), call.formulas().integers(k));
    }
}
