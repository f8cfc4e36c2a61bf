package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/**
 * Before opset 14, time was the first axis, always; calls whose first axis is the batch are written with transposes.
 */
public final class RecurrentLayout implements Rewrite {
    private static final int INITIAL_H = 5;
    private static final int INITIAL_C = 6;

    @Override
    public Set<String> types() {
        return Set.of("RNN", "GRU", "LSTM");
    }

    @Override
    public int since() {
        return 14;
    }

    @Override
    public List<Value> revert(NewerCall call) {
        if (!call.attributes().flag("layout")) {
            return call.become(call.attributes(), call.inputs());
        }
        Formulas f = call.formulas();
        List<@Nullable Value> inputs = new ArrayList<>(call.inputs());
        for (int i : new int[] {0, INITIAL_H, INITIAL_C}) {
            if (call.has(i)) {
                inputs.set(i, f.transpose(call.input(i), 1, 0, 2));
            }
        }
        @Nullable Value[] older = inputs.toArray(new @Nullable Value[0]);
        List<Value> outputs = f.call("", call.type(), call.attributes().without("layout"), call.outputCount(), older);
        List<Value> results = new ArrayList<>();
        for (Value output : outputs) {
            boolean ofAllSteps = results.isEmpty();
            results.add(ofAllSteps ? f.transpose(output, 2, 0, 1, 3) : f.transpose(output, 1, 0, 2));
        }
        return results;
    }
}
