package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 2, the attribute {@code pads} was called {@code paddings}. */
public final class PadNames implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Pad");
    }

    @Override
    public int since() {
        return 2;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes().with("pads", call.attributes().integers("paddings"));
        return call.become(attributes.without("paddings"), call.input(0));
    }
}
