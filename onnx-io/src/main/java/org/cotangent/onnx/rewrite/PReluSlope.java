package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;

/** Before opset 7, a slope of more than one element was one per channel, which is axis 1. */
public final class PReluSlope implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("PRelu");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        if (!call.shape(0).isRanked() || !call.shape(1).isRanked()) {
            throw new UnsupportedException("a slope per channel needs inputs of known rank");
        }
        Value slope = call.input(1);
        int spatial = call.shape(0).rank() - 2;
        if (call.shape(1).rank() == 1 && !call.shape(1).dim(0).is(1) && spatial > 0) {
            long[] axes = new long[spatial];
            for (int i = 0; i < spatial; i++) {
                axes[i] = i + 1L;
            }
            slope = call.formulas().unsqueeze(slope, axes);
        }
        return call.become(call.attributes(), call.input(0), slope);
    }
}
