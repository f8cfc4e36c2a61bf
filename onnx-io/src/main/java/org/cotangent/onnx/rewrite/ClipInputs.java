package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Before opset 11, the bounds were attributes; from opset 6 on they had the largest floats as defaults. */
public final class ClipInputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Clip");
    }

    @Override
    public int since() {
        return 11;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        return call.become(
                Attributes.none(),
                call.input(0),
                bound(call, "min", -Float.MAX_VALUE),
                bound(call, "max", Float.MAX_VALUE));
    }

    private static @Nullable Value bound(OlderCall call, String name, float standard) {
        if (!call.attributes().has(name) && call.opset() < 6) {
            return null;
        }
        Formulas f = call.formulas();
        return f.scalarLike(call.input(0), call.attributes().real(name, standard));
    }
}
