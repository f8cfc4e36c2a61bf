package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 7, {@code output_sequence} told whether the first output exists, which its name tells as well. */
public final class RecurrentOutputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("RNN", "GRU", "LSTM");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes().without("output_sequence");
        return call.become(call.type(), attributes, call.inputs());
    }
}
