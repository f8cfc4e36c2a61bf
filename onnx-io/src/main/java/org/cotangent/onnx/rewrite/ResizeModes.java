package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 11, coordinates were always mapped by {@code x * scale} and rounded down, and there was no region. */
public final class ResizeModes implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Resize");
    }

    @Override
    public int since() {
        return 11;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes()
                .with("coordinate_transformation_mode", "asymmetric")
                .with("nearest_mode", "floor");
        return call.become(attributes, call.input(0), null, call.input(1));
    }
}
