package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 4, {@code axis} was 1 where absent. */
public final class ConcatAxis implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Concat");
    }

    @Override
    public int since() {
        return 4;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        long axis = call.attributes().integer("axis", 1);
        return call.become(call.type(), call.attributes().with("axis", axis), call.inputs());
    }
}
