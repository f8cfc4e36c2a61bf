package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 6, the constants had fewer digits, and there was an attribute on memory reuse. */
public final class SeluConstants implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Selu");
    }

    @Override
    public int since() {
        return 6;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes old = call.attributes();
        return call.become(
                old.without("consumed_inputs")
                        .with("alpha", old.real("alpha", 1.6732f))
                        .with("gamma", old.real("gamma", 1.0507f)),
                call.input(0));
    }
}
