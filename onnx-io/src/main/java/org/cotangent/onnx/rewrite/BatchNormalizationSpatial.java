package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 9, {@code spatial = 0} normalised every position by itself, which later versions cannot. */
public final class BatchNormalizationSpatial implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("BatchNormalization");
    }

    @Override
    public int since() {
        return 9;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        boolean spatial = call.attributes().integer("spatial", 1) != 0;
        if (!spatial && !(call.shape(0).isRanked() && call.shape(0).rank() == 2)) {
            throw new UnsupportedException("spatial = 0 has no equal since opset 9; export the model with spatial = 1");
        }
        return call.become(call.type(), call.attributes().without("spatial"), call.inputs());
    }
}
