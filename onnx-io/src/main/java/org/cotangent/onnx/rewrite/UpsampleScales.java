package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;

/** Before opset 7, there was one attribute for the scale of the height and one for that of the width. */
public final class UpsampleScales implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Upsample");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes old = call.attributes();
        List<Float> scales = List.of(1f, 1f, old.real("height_scale"), old.real("width_scale"));
        return call.become(
                old.without("height_scale").without("width_scale").with("scales", new Attribute.OfFloats(scales)),
                call.input(0));
    }
}
