package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/** Before opset 16, coordinates were not shifted by half a pixel. */
public final class RoiAlignCoordinates implements Rewrite {
    private static final String MODE = "coordinate_transformation_mode";
    private static final String UNSHIFTED = "output_half_pixel";

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
        Attributes attributes = call.attributes().with(MODE, UNSHIFTED);
        return call.become(call.type(), attributes, call.inputs());
    }

    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        Attributes attributes = call.attributes();
        return attributes.text(MODE).equals(UNSHIFTED) ? call.become(attributes.without(MODE), call.inputs()) : null;
    }
}
