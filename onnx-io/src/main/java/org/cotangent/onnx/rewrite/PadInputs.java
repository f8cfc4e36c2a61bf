package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Before opset 11, pads and the constant value were attributes. */
public final class PadInputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Pad");
    }

    @Override
    public int since() {
        return 11;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Formulas f = call.formulas();
        Attributes old = call.attributes();
        float value = old.real("value", 0);
        @Nullable Value constant = value == 0 ? null : f.scalarLike(call.input(0), value);
        return call.become(
                old.without("pads").without("value"), call.input(0), f.integers(old.integers("pads")), constant);
    }
}
