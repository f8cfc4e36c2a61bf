package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Before opset 10, starts, ends and axes were attributes. */
public final class SliceInputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Slice");
    }

    @Override
    public int since() {
        return 10;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Formulas f = call.formulas();
        Attributes old = call.attributes();
        long @Nullable [] axes = old.integersOrNull("axes");
        return call.become(
                Attributes.none(),
                call.input(0),
                f.integers(old.integers("starts")),
                f.integers(old.integers("ends")),
                axes == null ? null : f.integers(axes));
    }
}
