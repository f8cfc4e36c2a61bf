package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Formulas;

/** Before opset 21, there was one scale and bias per group; now there is one per channel. */
public final class GroupNormalizationScale implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("GroupNormalization");
    }

    @Override
    public int since() {
        return 21;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        long groups = call.attributes().integer("num_groups");
        if (groups <= 0 || !call.shape(0).isRanked() || !call.shape(0).dim(1).isKnown()) {
            throw new UnsupportedException("scales per group need a known number of channels and at least one group");
        }
        long channels = call.shape(0).size(1);
        return call.become(
                call.attributes(),
                call.input(0),
                perChannel(call.formulas(), call.input(1), groups, channels),
                perChannel(call.formulas(), call.input(2), groups, channels));
    }

    private static Value perChannel(Formulas f, Value perGroup, long groups, long channels) {
        Value column = f.reshape(perGroup, groups, 1);
        return f.reshape(f.expand(column, groups, channels / groups), channels);
    }
}
