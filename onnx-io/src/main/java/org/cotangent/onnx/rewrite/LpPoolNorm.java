package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 2, the exponent {@code p} was a float. */
public final class LpPoolNorm implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("LpPool", "GlobalLpPool");
    }

    @Override
    public int since() {
        return 2;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes old = call.attributes();
        return call.become(old.with("p", (long) old.real("p", 2)), call.input(0));
    }
}
