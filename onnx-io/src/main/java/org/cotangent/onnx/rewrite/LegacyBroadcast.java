package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/**
 * Before opset 7, the second input was broadcast only if {@code broadcast} said so, and from axis {@code axis} of the
 * first one on: the sizes of {@code B} stood for that stretch of the sizes of {@code A}.
 */
public final class LegacyBroadcast implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Less", "Greater");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes().without("broadcast").without("axis");
        Value b = call.input(1);
        if (call.attributes().flag("broadcast") && call.attributes().has("axis")) {
            b = aligned(call, call.attributes().integer("axis"));
        }
        return call.become(attributes, call.input(0), b);
    }

    /** {@code B} with axes of size 1 behind its own, so that they lie under those from {@code axis} on. */
    private static Value aligned(OlderCall call, long axis) {
        if (!call.shape(0).isRanked() || !call.shape(1).isRanked()) {
            throw new UnsupportedException("broadcasting from axis " + axis + " needs inputs of known rank");
        }
        int rank = call.shape(1).rank();
        int behind = call.shape(0).rank() - call.shape(0).axis(axis) - rank;
        if (rank == 0 || behind <= 0) {
            return call.input(1);
        }
        long[] axes = new long[behind];
        for (int i = 0; i < behind; i++) {
            axes[i] = (long) rank + i;
        }
        return call.formulas().unsqueeze(call.input(1), axes);
    }
}
