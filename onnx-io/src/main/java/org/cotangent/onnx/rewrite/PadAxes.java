package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 18, there were pads for every axis. */
public final class PadAxes implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Pad");
    }

    @Override
    public int since() {
        return 18;
    }

    /** Axes that are not named get pads of zero. */
    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        if (!call.has(3)) {
            return call.become(call.attributes(), call.inputs());
        }
        Tensor axes = call.constant(3);
        Tensor pads = call.constant(1);
        if (axes == null || pads == null || !call.shape(0).isRanked()) {
            return null;
        }
        int rank = call.shape(0).rank();
        int count = (int) axes.elements();
        long[] all = new long[2 * rank];
        for (int i = 0; i < count; i++) {
            int axis = call.shape(0).axis(axes.getLong(i));
            all[axis] = pads.getLong(i);
            all[rank + axis] = pads.getLong(count + i);
        }
        List<@Nullable Value> inputs = new ArrayList<>(call.inputs().subList(0, 3));
        inputs.set(1, call.formulas().integers(all));
        if (!call.has(2)) {
            inputs.removeLast();
        }
        return call.become(call.attributes(), inputs);
    }
}
