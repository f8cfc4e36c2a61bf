package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Before opset 14, a node was in training mode if it had more than one output: then its second and third output are the
 * new running mean and variance. The fourth and fifth, caches for a gradient, are gone.
 */
public final class BatchNormalizationTraining implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("BatchNormalization");
    }

    @Override
    public int since() {
        return 14;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        if (call.outputCount() > 3) {
            throw new UnsupportedException("outputs saved_mean and saved_var are gone since opset 14; leave them out");
        }
        Attributes attributes = call.attributes();
        return call.become(
                call.type(), call.outputCount() > 1 ? attributes.with("training_mode", 1) : attributes, call.inputs());
    }

    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        return call.attributes().flag("training_mode") ? null : call.become(call.attributes(), call.inputs());
    }
}
