package org.cotangent.onnx.rewrite;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

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

    /** Parts that are not equal are given by their sizes. */
    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        Attributes older = call.attributes().without("num_outputs");
        if (call.has(1)) {
            return call.become(older, call.inputs());
        }
        Dim whole = call.shape(0).dim(call.shape(0).axis(call.attributes().integer("axis")));
        if (!whole.isKnown()) {
            return null;
        }
        int parts = call.outputCount();
        if (whole.size() % parts == 0) {
            return call.become(older, List.of(call.input(0)));
        }
        long part = Math.ceilDiv(whole.size(), parts);
        long[] sizes = new long[parts];
        Arrays.fill(sizes, part);
        sizes[parts - 1] = whole.size() - part * (parts - 1);
        return call.become(older, List.of(call.input(0), call.formulas().integers(sizes)));
    }
}
