package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 7, {@code is_test} repeated what the number of outputs says: only one outside training. */
public final class BatchNormalizationTestMode implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("BatchNormalization");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.become(call.type(), call.attributes().without("is_test"), call.inputs());
    }
}
