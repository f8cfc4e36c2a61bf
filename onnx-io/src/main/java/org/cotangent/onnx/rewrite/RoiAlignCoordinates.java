package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 16, coordinates were not shifted by half a pixel. */
public final class RoiAlignCoordinates implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("RoiAlign");
    }

    @Override
    public int since() {
        return 16;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes().with("coordinate_transformation_mode", "output_half_pixel");
        return call.become(call.type(), attributes, call.inputs());
    }
}
