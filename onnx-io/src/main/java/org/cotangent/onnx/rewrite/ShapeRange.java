package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Before opset 15, Shape told all sizes, not those of a range of axes. */
public final class ShapeRange implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Shape");
    }

    @Override
    public int since() {
        return 15;
    }

    /** The range is cut out of all sizes. */
    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        Attributes attributes = call.attributes();
        long start = attributes.integer("start");
        if (start == 0 && !attributes.has("end")) {
            return call.become(attributes, call.inputs());
        }
        Formulas f = call.formulas();
        long end = attributes.integer("end", Long.MAX_VALUE);
        Value sizes = f.op("Shape", call.input(0));
        return List.of(f.op("Slice", sizes, f.integers(start), f.integers(end), f.integers(0)));
    }
}
