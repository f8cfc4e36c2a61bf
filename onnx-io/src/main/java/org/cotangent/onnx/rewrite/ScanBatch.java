package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/**
 * In opset 8, all values had a batch axis in front, and the sequences of a batch could differ in length. Only a batch
 * of one sequence has an equal later.
 */
public final class ScanBatch implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Scan");
    }

    @Override
    public int since() {
        return 9;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        if (call.has(0)) {
            throw new UnsupportedException("sequences of different lengths have no equal since opset 9");
        }
        Formulas f = call.formulas();
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 1; i < call.inputs().size(); i++) {
            if (!call.shape(i).isRanked() || !call.shape(i).dim(0).is(1)) {
                throw new UnsupportedException("a batch of more than one sequence has no equal since opset 9");
            }
            inputs.add(f.squeeze(call.input(i), 0));
        }
        Attributes old = call.attributes();
        Attributes attributes = old.has("directions")
                ? old.without("directions").with("scan_input_directions", old.integers("directions"))
                : old;
        List<Value> outputs = call.become(call.type(), attributes, inputs);
        return outputs.stream().map(output -> f.unsqueeze(output, 0)).toList();
    }
}
