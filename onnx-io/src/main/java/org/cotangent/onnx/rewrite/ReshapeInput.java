package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 5, the shape was an attribute. */
public final class ReshapeInput implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Reshape");
    }

    @Override
    public int since() {
        return 5;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        long[] shape = call.attributes().integers("shape");
        return call.become(Attributes.none(), call.input(0), call.formulas().integers(shape));
    }
}
