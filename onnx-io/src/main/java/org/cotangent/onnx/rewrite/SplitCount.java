package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 18, the number of equal parts was the number of outputs. */
public final class SplitCount implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Split");
    }

    @Override
    public int since() {
        return 18;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.has(1)
                ? call.become(call.type(), call.attributes(), call.inputs())
                : call.become(call.attributes().with("num_outputs", call.outputCount()), call.input(0));
    }
}
